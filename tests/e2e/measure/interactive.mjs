// How long until one can begin: node tests/e2e/measure/interactive.mjs BASE
// Prints two medians of five in milliseconds: a first visit with nothing cached, and the next one.
// Interactive is: the start page has its heading and its search field, and the page has drawn a frame with them.
import { chromium } from "@playwright/test";

const base = process.argv[2];
const browser = await chromium.launch({
  executablePath: process.env.GOESTING_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
});

/** Runs in the page: notes when it became interactive. */
function watch() {
  const ready = () =>
    document.querySelector("main h1") && document.querySelector("main input:enabled");
  const look = () => {
    if (ready()) {
      requestAnimationFrame(() =>
        setTimeout(() => {
          window.interactiveAt ??= performance.now();
        }),
      );
    } else {
      requestAnimationFrame(look);
    }
  };
  look();
}

async function visit(page) {
  await page.goto(base, { waitUntil: "commit" });
  const handle = await page.waitForFunction(() => window.interactiveAt, null, { timeout: 30_000 });
  return handle.jsonValue();
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
const fresh = [];
const next = [];
for (let round = 0; round < 5; round += 1) {
  const context = await browser.newContext({ locale: "nl-BE" });
  const page = await context.newPage();
  await page.addInitScript(watch);
  fresh.push(await visit(page));
  next.push(await visit(page));
  await context.close();
}
await browser.close();
console.log(JSON.stringify([median(fresh), median(next)]));
