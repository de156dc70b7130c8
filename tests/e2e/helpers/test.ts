// What every spec imports: Playwright's `test` with a page that must stay free of errors.
import { test as base, expect } from "@playwright/test";

export { expect };

export const test = base.extend<{ quiet: void }>({
  // Fails a test whose page wrote an error to the console, threw, or broke the content security policy.
  // A test that means to provoke one says so: `test.use({ ... })` is not needed, `expectErrors(page)` is.
  quiet: [
    async ({ page }, use, info) => {
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        // The browser itself logs every answer that is not a success; those are for the tests to judge.
        const network = message.text().startsWith("Failed to load resource");
        if (message.type() === "error" && !network) {
          complaints.push(message.text());
        }
      });
      await use();
      if (!info.annotations.some(({ type }) => type === ERRORS_EXPECTED)) {
        expect(complaints, "errors on the page").toEqual([]);
      }
    },
    { auto: true },
  ],
});

const ERRORS_EXPECTED = "errors expected";

/** Lets the test that calls it end well although its page complains; say why. */
export function expectErrors(why: string): void {
  test.info().annotations.push({ type: ERRORS_EXPECTED, description: why });
}
