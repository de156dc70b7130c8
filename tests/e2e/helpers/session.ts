// Being somebody: signing in without the sign-in page, which has its own spec.
import { expect, type BrowserContext } from "@playwright/test";

/** An account of the demo ecosystem. */
export interface Account {
  email: string;
  password: string;
}

/** The header that the API wants with cookies on every unsafe method. */
export const CUSTOM_HEADER = { "x-goesting": "1" };

/** Signs in by the API; the cookies are then the context's, for its pages and its requests. */
export async function signIn(context: BrowserContext, account: Account): Promise<void> {
  const answer = await context.request.post("/api/v1/auth/login", {
    headers: CUSTOM_HEADER,
    data: { email: account.email, password: account.password },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  // The web app asks who is there only when it was told that somebody logged in on this device.
  await context.addInitScript(() => localStorage.setItem("goesting.signed-in", "1"));
}
