// TaskPal through the eyes of openid-client, as a web or native app would use it.
import * as client from "openid-client";
import { enter, run, visit } from "./conversation.mjs";

const options = { algorithm: "oauth2", execute: [client.allowInsecureRequests] }; // http://localhost

const secretly = { post: client.ClientSecretPost, basic: client.ClientSecretBasic };

const known = ({ issuer, client_id, client_secret, by }) =>
  client.discovery(
    new URL(issuer),
    client_id,
    undefined,
    client_secret ? secretly[by](client_secret) : client.None(),
    options,
  );

async function code({ redirect_uri, scope, resource, ...given }) {
  return journey(await known(given), { redirect_uri, scope, resource });
}

async function journey(config, { redirect_uri, scope, resource }) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const asked = client.buildAuthorizationUrl(config, {
    redirect_uri,
    scope,
    resource,
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  const arrived = await visit(asked);
  const first = await client.authorizationCodeGrant(config, arrived, { pkceCodeVerifier, expectedState }, { resource });
  return { iss: arrived.searchParams.get("iss"), ...(await live(config, first, resource)) };
}

// What every app does with its tokens: renew, use, ask about, and give back.
async function live(config, first, resource) {
  const second = await client.refreshTokenGrant(config, first.refresh_token);
  const todos = await read(config, resource, second.access_token);
  const about = await client.tokenIntrospection(config, second.access_token).catch(({ cause }) => cause);
  await client.tokenRevocation(config, second.refresh_token);
  const challenges = await read(config, resource, second.access_token).catch(({ cause }) => cause);
  return { first, second, todos, about, challenges };
}

async function device({ scope, resource, ...given }) {
  const config = await known(given);
  const begun = await client.initiateDeviceAuthorization(config, { scope, resource });
  await enter(begun);
  const first = await client.pollDeviceAuthorizationGrant(config, { ...begun, interval: 1 });
  return { begun, ...(await live(config, first, resource)) };
}

async function registration({ issuer, metadata, scope, resource, by }) {
  const proof = by ? secretly[by]() : client.None();
  const config = await client.dynamicClientRegistration(new URL(issuer), metadata, proof, options);
  const [redirect_uri] = metadata.redirect_uris;
  const registered = config.clientMetadata();
  return { registered, ...(await journey(config, { redirect_uri, scope, resource })) };
}

async function read(config, resource, access_token) {
  const answer = await client.fetchProtectedResource(config, access_token, new URL(`${resource}/todos`), "GET");
  return answer.json();
}

await run({ code, device, registration });
