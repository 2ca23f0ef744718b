/** Say things politely to those who listen to the page, one after another and never twice. */

const PAUSE = 900;
/** @type {string[]} */ const queue = [];
let speaking = false;

/** @param {string | null | undefined} words */
export function announce(words) {
  if (!words || queue.at(-1) === words) return;
  queue.push(words);
  if (!speaking) next();
}

function next() {
  const words = queue.shift();
  const place = document.querySelector("[data-announcements]");
  speaking = Boolean(words) && Boolean(place);
  if (!words || !place) return;
  place.textContent = words;
  window.setTimeout(next, PAUSE);
}

/**
 * Words that stand in the page, with their blanks filled in.
 *
 * @param {string} id of a `<template>`
 * @param {Record<string, string|number>} [blanks]
 */
export function words(id, blanks = {}) {
  const template = document.getElementById(`word-${id}`);
  const text = template instanceof HTMLTemplateElement ? template.content.textContent ?? "" : "";
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(blanks[name] ?? whole));
}
