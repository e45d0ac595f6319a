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
  return journey(await known(given), { redirect_uri, scope, resource });
}

async function journey([server, client, proof], { redirect_uri, scope, resource }) {
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
  return { iss: answer.get("iss"), ...(await live([server, client, proof], first, resource)) };
}

// What every app does with its tokens: renew, use, ask about, and give back.
async function live([server, client, proof], first, resource) {
  const second = await oauth.processRefreshTokenResponse(
    server,
    client,
    await oauth.refreshTokenGrantRequest(server, client, proof, first.refresh_token, insecure),
  );
  const todos = await read(resource, second.access_token);
  const about = await introspect([server, client, proof], second.access_token);
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(server, client, proof, second.refresh_token, insecure),
  );
  const challenges = await read(resource, second.access_token).catch(({ cause }) => cause);
  return { first, second, todos, about, challenges };
}

async function introspect([server, client, proof], token) {
  const answer = await oauth.introspectionRequest(server, client, proof, token, insecure);
  return oauth.processIntrospectionResponse(server, client, answer).catch(({ cause }) => cause);
}

async function device({ scope, resource, ...given }) {
  const [server, client, proof] = await known(given);
  const begun = await oauth.processDeviceAuthorizationResponse(
    server,
    client,
    await oauth.deviceAuthorizationRequest(server, client, proof, { scope, resource }, insecure),
  );
  const poll = async () =>
    oauth.processDeviceCodeResponse(
      server,
      client,
      await oauth.deviceCodeGrantRequest(server, client, proof, begun.device_code, insecure),
    );
  const { error } = await poll().catch((refusal) => refusal);
  await enter(begun);
  return { begun, error, ...(await live([server, client, proof], await poll(), resource)) };
}

async function registration({ issuer, metadata, scope, resource, by }) {
  const url = new URL(issuer);
  const found = await oauth.discoveryRequest(url, { algorithm: "oauth2", ...insecure });
  const server = await oauth.processDiscoveryResponse(url, found);
  const registered = await oauth.processDynamicClientRegistrationResponse(
    await oauth.dynamicClientRegistrationRequest(server, metadata, insecure),
  );
  const proof = by ? secretly[by](registered.client_secret) : oauth.None();
  const [redirect_uri] = metadata.redirect_uris;
  return { registered, ...(await journey([server, registered, proof], { redirect_uri, scope, resource })) };
}

// From an address alone: RFC 9728 tells who gives tokens for it, RFC 8414 how.
async function resource({ resource }) {
  const url = new URL(resource);
  const found = await oauth.processResourceDiscoveryResponse(url, await oauth.resourceDiscoveryRequest(url, insecure));
  const issuer = new URL(found.authorization_servers[0]);
  const answer = await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...insecure });
  return { found, server: await oauth.processDiscoveryResponse(issuer, answer) };
}

async function read(resource, access_token) {
  const address = new URL(`${resource}/todos`);
  const answer = await oauth.protectedResourceRequest(access_token, "GET", address, undefined, null, insecure);
  return answer.json();
}

await run({ code, device, registration, resource });
