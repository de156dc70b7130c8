// A second server, with nothing in it.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A server without a demo, without an ecosystem, without anybody. */
export interface EmptyServer {
  url: string;
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Starts one with the binary under test, and waits until it is ready. */
export async function emptyServer(): Promise<EmptyServer> {
  const binary = process.env.GOESTING_BIN;
  if (!binary) {
    throw new Error("GOESTING_BIN is not set: run tools/e2e.sh");
  }
  const folder = mkdtempSync(join(tmpdir(), "goesting-empty-"));
  const bind = `127.0.0.1:${await freePort()}`;
  const url = `http://${bind}`;
  const env = { ...process.env, GOESTING_DATA_DIR: folder, GOESTING_BIND: bind, GOESTING_PUBLIC_URL: url };
  execFileSync(binary, ["migrate", "up"], { env, stdio: "ignore" });
  const server = spawn(binary, ["serve"], { env, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const stop = async () => {
    server.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const ready = () => fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );
  for (let tries = 0; tries < 300; tries += 1) {
    if (await ready()) {
      return { url, stop };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error("the empty server did not become ready");
}
