// Prints what LibreChat would call for each operation of the schema on standard input.
import { readFileSync } from "node:fs";
import { openapiToFunction, validateAndParseOpenAPISpec } from "librechat-data-provider";

const { status, message, spec, serverUrl } = validateAndParseOpenAPISpec(readFileSync(0, "utf8"));
if (!status) throw new Error(message);
const { functionSignatures, requestBuilders } = openapiToFunction(spec, true);
const operations = functionSignatures.map(({ name, description, parameters }) => {
  const { path, config } = requestBuilders[name];
  return { name, description, method: config.method, path, isConsequential: config.isConsequential, fields: Object.keys(parameters.properties) };
});
console.log(JSON.stringify({ serverUrl, operations }));
