/** The smallest page with sound; tests steer it through `window.page`. */
import { pushToTalk } from "./push_to_talk.js";
import { Sound } from "./sound.js";

const person = new URLSearchParams(location.search).get("person");
const handlers = {};
const events = [];
const socket = new WebSocket(`ws://${location.host}/socket`);
socket.addEventListener("open", () => socket.send(JSON.stringify({ person })));
socket.addEventListener("message", ({ data }) => {
  const frame = JSON.parse(data);
  for (const handler of handlers[frame.type] ?? []) handler(frame);
});

const sound = new Sound({
  person,
  audio: document.getElementById("audio"),
  send: (frame) => socket.send(JSON.stringify(frame)),
  on: (type, handler) => (handlers[type] ??= []).push(handler),
});
for (const name of ["state", "muted", "speaking", "trouble"]) {
  sound.addEventListener(name, ({ detail }) => events.push({ name, ...detail }));
}
pushToTalk(sound, document.getElementById("talk"));

window.page = { sound, events, socket };
