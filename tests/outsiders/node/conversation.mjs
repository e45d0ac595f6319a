// What both clients share: talking with the test, which plays the person at a browser.
import { createInterface } from "node:readline";

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

// Has the person do something, and tells what came of it.
async function ask(request) {
  console.log(JSON.stringify(request));
  return JSON.parse((await answers.next()).value);
}

// The address the person's browser arrives at when it is sent to `address`.
export const visit = async (address) => new URL(await ask({ visit: String(address) }));

// The person types a device's code into the page it names.
export const enter = ({ verification_uri, user_code }) => ask({ enter: { verification_uri, user_code } });

// Runs the flow named on the command line with what the test gave; prints what it learned.
export async function run(flows) {
  const [flow, given] = process.argv.slice(2);
  console.log(JSON.stringify({ learned: await flows[flow](JSON.parse(given)) }));
  process.exit();
}
