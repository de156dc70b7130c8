import { defineConfig, devices } from "@playwright/test";

// Set by tools/with-server.sh, which starts the server that is tested.
const baseURL = process.env.GOESTING_URL;
if (!baseURL) {
  throw new Error("GOESTING_URL is not set: run tools/e2e.sh");
}

export default defineConfig({
  testDir: "specs",
  outputDir: "test-results",
  // Two cores, and a server and a browser beside the tests.
  workers: 2,
  fullyParallel: true,
  // What passes only the second time is listed as flaky, to be looked into.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    baseURL,
    locale: "nl-BE",
    timezoneId: "Europe/Brussels",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.GOESTING_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    {
      name: "phone",
      use: {
        ...devices["Pixel 5"],
        viewport: { width: 360, height: 760 },
        locale: "nl-BE",
      },
    },
    {
      name: "desktop",
      use: {
        ...devices["Desktop Chrome"],
        viewport: { width: 1280, height: 900 },
        locale: "nl-BE",
      },
    },
  ],
});
