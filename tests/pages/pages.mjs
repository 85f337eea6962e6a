// Looks at every page of the link in a real browser: in both languages, narrow
// and wide, light and dark. Follows both ways to the end by pressing what a
// person presses. Each page is held to axe's rules; one that breaks a rule,
// scrolls sideways or logs an error makes this end with 1.
//
//   npm ci && npm run check                 the check alone
//   npm run pictures                        and the pictures in docs/pages
//
// KALLY_BRIDGE is the built program, CHROMIUM the browser, where they are not
// where they usually are.

import { existsSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { Place } from "./program.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const wanted = process.argv.indexOf("--pictures");
const pictures = wanted > 0 ? resolve(process.argv[wanted + 1]) : null;

const SIZES = [
  { name: "phone", width: 320, height: 640, scale: 1 },
  { name: "desktop", width: 1280, height: 600, scale: 1 },
];
const SCHEMES = ["light", "dark"];
const LANGUAGES = ["en", "es"];
const NOTICES = [
  "done", "declined", "used", "expired", "unknown", "foreign",
  "denied", "refused", "failed", "too-many", "missing",
];
// What docs/pages shows, in English; the rest is looked at only.
const SHOWN = new Set(["begin", "confirm", "done", "used"]);

function first(name, variable, places) {
  const found = [process.env[variable], ...places].find((place) => place && existsSync(place));
  if (!found) throw new Error(`${name} is not in ${places.join(", ")}: set ${variable}`);
  return found;
}

const target = process.env.CARGO_TARGET_DIR ?? join(here, "../../target");
const binary = first("kally-bridge", "KALLY_BRIDGE", [
  join(target, "debug/kally-bridge"),
  join(target, "release/kally-bridge"),
]);
const chromium = first("Chromium", "CHROMIUM", [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
]);

const problems = [];
let looks = 0;

/** Everything that can be wrong with the page that is shown. */
async function faults(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.target.join(" ")).join(", ")})`,
  );
  const measured = await page.evaluate(() => ({
    sideways: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    small: [...document.querySelectorAll("button")].filter((b) => b.getBoundingClientRect().height < 44).length,
    styled: getComputedStyle(document.querySelector("main")).maxWidth !== "none",
    key: document.body.innerText.match(/\bpage-[a-z-]+/)?.[0],
  }));
  if (measured.sideways) found.push("it scrolls sideways");
  if (measured.small) found.push("a button is lower than a finger");
  if (!measured.styled) found.push("the policy refused the style");
  if (measured.key) found.push(`a sentence is missing: ${measured.key}`);
  return found;
}

/** Looks at the page that is shown in every size and scheme. */
async function look(page, name, language) {
  for (const size of SIZES) {
    for (const scheme of SCHEMES) {
      const { width, height, scale } = size;
      await page.setViewport({ width, height, deviceScaleFactor: scale });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      looks += 1;
      for (const fault of await faults(page)) {
        problems.push(`${name}, ${language}, ${size.name}, ${scheme}: ${fault}`);
      }
      if (pictures && language === "en" && SHOWN.has(name)) {
        const path = join(pictures, `${name}-${size.name}-${scheme}.png`);
        await page.screenshot({ path, fullPage: size.name === "phone", optimizeForSpeed: false });
      }
    }
  }
}

async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

function expect(page, path, what) {
  const url = new URL(page.url());
  if (url.pathname !== path || url.search) problems.push(`${what}: the address is ${url.pathname}${url.search && "?…"}`);
}

/** With a registered client: the page, the service, the end; then used. */
async function agreeFirst(place, page, language) {
  const { chat, login, base } = await place.chat({ registered: true });
  const link = await login();
  await page.goto(link);
  await look(page, "begin", language);
  // A second look, as a preview has, costs nothing; then with the keyboard.
  await page.reload();
  await page.focus("button");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  if (!page.url().startsWith(place.sandbox)) problems.push(`Continue leads to ${new URL(page.url()).origin}`);
  await press(page, "button[value=approve]");
  expect(page, "/link/done", "with a registered client");
  await chat.hears(/Is that your account\?|¿Es tu cuenta\?/);
  const kept = (await page.browserContext().cookies()).filter(({ name }) => name.includes("kally"));
  if (kept.length) problems.push("the cookie is kept");
  const again = await page.goto(link);
  if (again.status() !== 410) problems.push(`a used link answers ${again.status()}`);
  return base;
}

/** On the bot's own machine: the service, the page, the end. */
async function agreeLast(place, page, language) {
  const { chat, login } = await place.chat({ registered: false });
  await page.goto(await login());
  await press(page, "button[value=approve]");
  expect(page, "/link/confirm", "the callback");
  await look(page, "confirm", language);
  await press(page, "button[value=link]");
  expect(page, "/link/done", "on this machine");
  await chat.hears(/Is that your account\?|¿Es tu cuenta\?/);
}

async function look_at_all(place, browser, language) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.on("console", (message) => {
    // The status of a page that says no is no mistake of it.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      problems.push(`${language}: ${message.text()}`);
    }
  });
  await page.setExtraHTTPHeaders({ "Accept-Language": language });
  const base = await agreeFirst(place, page, language);
  await agreeLast(place, page, language);
  for (const notice of NOTICES) {
    await page.goto(`${base}/link/${notice}`);
    await look(page, notice, language);
  }
  await context.close();
}

const place = await Place.open(binary);
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
try {
  if (pictures) await mkdir(pictures, { recursive: true });
  for (const language of LANGUAGES) await look_at_all(place, browser, language);
} finally {
  await browser.close();
  await place.end();
}
problems.forEach((problem) => console.error(`✗ ${problem}`));
console.log(`${looks} looks, ${problems.length} problems`);
process.exitCode = problems.length ? 1 : 0;
