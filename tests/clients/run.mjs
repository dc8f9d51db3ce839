// Runs unmodified third-party clients against a running simulator, whose address is in SIMULATOR.
// The callback is whatsapp-api-js itself, so third-party code checks the signature.
import { createServer } from 'node:http';
import { WhatsAppClient } from '@kapso/whatsapp-cloud-api';
import { Client as GreatDetail } from '@great-detail/whatsapp';
import { WhatsAppAPI } from 'whatsapp-api-js';
import { Text } from 'whatsapp-api-js/messages/text';

const root = process.env.SIMULATOR;
const [number, account, token, secret, customer] = ['100200300400500', '900800700600500', 'demo-access-token', 'demo-app-secret', '5511999990001'];
let passed = 0, failed = 0;

async function check(name, action) {
  let timer;
  try {
    await Promise.race([action(), new Promise((_, no) => { timer = setTimeout(() => no(new Error('no answer in 10 s')), 10_000); })]);
    passed++;
    console.log('ok      ' + name);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}: ${error?.message ?? error}`);
  } finally {
    clearTimeout(timer);
  }
}

function holds(condition, what) {
  if (!condition) throw new Error('not so: ' + what);
}

const control = (path, body, method = 'POST') =>
  fetch(`${root}/simulator/${path}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });

// whatsapp-api-js: sender and receiver.
const api = new WhatsAppAPI({
  token, appSecret: secret, v: 'v25.0', secure: true,
  ponyfill: { fetch: (url, options) => fetch(String(url).replace('https://graph.facebook.com', root), options), subtle: globalThis.crypto.subtle },
});
const arrived = [];
let rejected = 0;
api.on.message = ({ message }) => { arrived.push(message); };
const callback = createServer((request, response) => {
  const parts = [];
  request.on('data', part => parts.push(part));
  request.on('end', async () => {
    const raw = Buffer.concat(parts).toString('utf8');
    try {
      await api.post(JSON.parse(raw), raw, request.headers['x-hub-signature-256'] ?? '');
      response.writeHead(200).end();
    } catch (error) {
      rejected++;
      response.writeHead(error?.httpStatus ?? 401).end();
    }
  });
});
await new Promise(ready => callback.listen(0, '127.0.0.1', ready));
await control('webhooks/callback', { url: `http://127.0.0.1:${callback.address().port}/` }, 'PUT');

let inbound;
await check('whatsapp-api-js receives a signed message and accepts its signature', async () => {
  await control(`phones/${customer}/messages?wait=true`, { type: 'text', text: 'Ação / olá' });
  inbound = arrived.at(-1);
  holds(inbound?.text?.body === 'Ação / olá' && rejected === 0, 'the text arrived whole');
});
await check('whatsapp-api-js refuses a wrong signature', async () => {
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: account, changes: [{ field: 'messages', value: {} }] }] });
  await fetch(`${root}/simulator/webhooks/bodies?signature=wrong&wait=true`, { method: 'POST', body });
  holds(rejected > 0, 'it was refused');
});
await check('whatsapp-api-js sends a text', async () => {
  const answer = await api.sendMessage(number, '+' + customer, new Text('Olá'));
  holds(answer.messages?.[0]?.id?.startsWith('wamid.'), JSON.stringify(answer));
});
await check('whatsapp-api-js marks as read', async () => {
  const answer = await api.markAsRead(number, inbound.id);
  holds(answer.success === true, JSON.stringify(answer));
});
await check('whatsapp-api-js uploads, looks up and deletes a file', async () => {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', 'text/plain');
  form.set('file', new Blob(['ola'], { type: 'text/plain' }), 'ola.txt');
  const { id } = await api.uploadMedia(number, form, false);
  const found = await api.retrieveMedia(id);
  holds(found.mime_type.startsWith('text/plain'), JSON.stringify(found));
  holds((await api.deleteMedia(id)).success === true, 'deleted');
});

// Kapso's client.
const kapso = new WhatsAppClient({ baseUrl: root, graphVersion: 'v25.0', accessToken: token });
await check('kapso sends a text', async () => {
  const answer = await kapso.messages.sendText({ phoneNumberId: number, to: '+' + customer, body: 'Oi' });
  holds(answer.messages[0].id.startsWith('wamid.'), JSON.stringify(answer));
});
await check('kapso sends buttons', async () => {
  const answer = await kapso.messages.sendInteractiveButtons({ phoneNumberId: number, to: '+' + customer, bodyText: 'Confirma?', buttons: [{ id: 's', title: 'Sim' }, { id: 'n', title: 'Não' }] });
  holds(answer.messages[0].id.startsWith('wamid.'), JSON.stringify(answer));
});
await check('kapso sends a template', async () => {
  const answer = await kapso.messages.sendTemplate({ phoneNumberId: number, to: '+' + customer, template: { name: 'hello_world', language: { code: 'en_US' } } });
  holds(answer.messages[0].id.startsWith('wamid.'), JSON.stringify(answer));
});
await check('kapso marks as read', async () => {
  holds((await kapso.messages.markRead({ phoneNumberId: number, messageId: inbound.id })).success === true, 'success');
});
await check('kapso creates, lists and deletes a template', async () => {
  const made = await kapso.templates.create({ businessAccountId: account, name: 'feito_pela_kapso', language: 'pt_BR', category: 'UTILITY', components: [{ type: 'BODY', text: 'Seu pedido chegou.' }] });
  holds(made.status === 'PENDING', JSON.stringify(made));
  const list = await kapso.templates.list({ businessAccountId: account, name: 'feito_pela_kapso' });
  holds(list.data.length === 1, JSON.stringify(list));
  holds((await kapso.templates.delete({ businessAccountId: account, name: 'feito_pela_kapso' })).success === true, 'deleted');
});
await check('kapso uploads, downloads and deletes a file', async () => {
  const { id } = await kapso.media.upload({ phoneNumberId: number, type: 'document', file: new Blob(['ola'], { type: 'text/plain' }), fileName: 'ola.txt' });
  const bytes = await kapso.media.download({ mediaId: id, phoneNumberId: number, auth: 'always', as: 'arrayBuffer' });
  holds(new TextDecoder().decode(bytes) === 'ola', 'the bytes came back');
  await kapso.media.delete({ mediaId: id, phoneNumberId: number });
});

// Great Detail's client. It loses the version of its base address unless the version ends in a slash.
const great = new GreatDetail({ baseUrl: root, graphVersion: 'v25.0/', request: { headers: { Authorization: 'Bearer ' + token } } });
await check('great-detail sends a text', async () => {
  const answer = await great.message.createMessage({ phoneNumberID: number, to: '+' + customer, type: 'text', text: { body: 'Oi' } }).json();
  holds(answer.messages[0].id.startsWith('wamid.'), JSON.stringify(answer));
});
await check('great-detail lists the numbers and reads the profile', async () => {
  const list = await great.phoneNumbers.listPhoneNumbers({ businessAccountID: account }).json();
  holds(list.data.length === 2, JSON.stringify(list));
  const profile = await great.businessProfile.getBusinessProfile({ phoneNumberID: number, fields: ['about'] }).json();
  holds(Array.isArray(profile.data), JSON.stringify(profile));
});
await check('great-detail lists the templates', async () => {
  const list = await great.template.list(account, { limit: 2 }).json();
  holds(list.data.length === 2, JSON.stringify(list));
});

callback.close();
callback.closeAllConnections();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
