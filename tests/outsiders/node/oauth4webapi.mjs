// TaskPal through the eyes of oauth4webapi, which takes each message apart.
import * as oauth from "oauth4webapi";
import { enter, run, visit } from "./conversation.mjs";

const insecure = { [oauth.allowInsecureRequests]: true }; // plain http, on localhost

const secretly = { post: oauth.ClientSecretPost, basic: oauth.ClientSecretBasic };

async function known({ issuer, client_id, client_secret, by }) {
  const url = new URL(issuer);
  const found = await oauth.discoveryRequest(url, { algorithm: "oauth2", ...insecure });
  const server = await oauth.processDiscoveryResponse(url, found);
  const proof = client_secret ? secretly[by](client_secret) : oauth.None();
  return [server, { client_id }, proof];
}

async function code({ redirect_uri, scope, resource, ...given }) {
  const [server, client, proof] = await known(given);
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const asked = new URL(server.authorization_endpoint);
  asked.search = new URLSearchParams({
    response_type: "code",
    client_id: client.client_id,
    redirect_uri,
    scope,
    state,
    resource,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  const answer = oauth.validateAuthResponse(server, client, await visit(asked), state);
  const first = await oauth.processAuthorizationCodeResponse(
    server,
    client,
    await oauth.authorizationCodeGrantRequest(server, client, proof, answer, redirect_uri, verifier, {
      additionalParameters: { resource },
      ...insecure,
    }),
  );
  const second = await oauth.processRefreshTokenResponse(
    server,
    client,
    await oauth.refreshTokenGrantRequest(server, client, proof, first.refresh_token, insecure),
  );
  const todos = await read(resource, second.access_token);
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(server, client, proof, second.refresh_token, insecure),
  );
  const challenges = await read(resource, second.access_token).catch(({ cause }) => cause);
  return { iss: answer.get("iss"), first, second, todos, challenges };
}

async function read(resource, access_token) {
  const address = new URL(`${resource}/todos`);
  const answer = await oauth.protectedResourceRequest(access_token, "GET", address, undefined, null, insecure);
  return answer.json();
}

await run({ code });
