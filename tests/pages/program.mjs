// The built program as its users meet it: a sandbox KallyAI, and a chat whose
// links a browser follows. Each lives in a folder of its own.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LIMIT = 30_000;

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A program that runs; what it says is waited for, never slept for. */
class Program {
  #said = "";
  #read = 0;
  #changed = [];

  constructor(binary, args, env) {
    this.child = spawn(binary, args, { env, stdio: ["pipe", "pipe", "inherit"] });
    this.child.stdout.setEncoding("utf8");
    this.child.stdout.on("data", (text) => {
      this.#said = (this.#said + text.replace(/\s+/g, " ")).replace(/ +/g, " ");
      this.#changed.splice(0).forEach((wake) => wake());
    });
  }

  say(line) {
    this.#read = this.#said.length;
    this.child.stdin.write(`${line}\n`);
  }

  /** Waits for something that has been said since the last line. */
  async hears(pattern) {
    const until = Date.now() + LIMIT;
    for (;;) {
      const found = this.#said.slice(this.#read).match(pattern);
      if (found) return found;
      const left = until - Date.now();
      if (left <= 0) throw new Error(`${pattern} was not said, but: ${this.#said}`);
      await new Promise((wake) => {
        const timer = setTimeout(wake, left);
        this.#changed.push(() => (clearTimeout(timer), wake()));
      });
    }
  }

  end() {
    this.child.kill("SIGKILL");
  }
}

/** A sandbox and bots beside it; `end()` stops all of them. */
export class Place {
  #running = [];

  static async open(binary) {
    const place = new Place();
    place.binary = binary;
    place.home = await mkdtemp(join(tmpdir(), "kally-bridge-pages-"));
    const sandbox = place.#start(["sandbox", "--bind", "127.0.0.1:0"], {});
    const [, url] = await sandbox.hears(/listens on (http:\S+?\d+)\s/);
    place.sandbox = url;
    return place;
  }

  #start(args, variables) {
    const env = { HOME: this.home, TMPDIR: this.home, PATH: process.env.PATH, ...variables };
    const program = new Program(this.binary, args, env);
    this.#running.push(program);
    return program;
  }

  /** A chat; `registered` with a client of its own, and so with a page first. */
  async chat({ registered, user = "Ana García", expires = "10m" }) {
    const port = await freePort();
    const base = `http://localhost:${port}`;
    const chat = this.#start(["chat"], {
      KALLY_KALLYAI__BASE_URL: this.sandbox,
      KALLY_SERVER__BIND: `127.0.0.1:${port}`,
      KALLY_STORE__PATH: join(this.home, `data-${port}`),
      KALLY_TERMINAL__USER: user,
      KALLY_LINKING__PUBLIC_URL: base,
      KALLY_LINKING__EXPIRES: expires,
      ...(registered && {
        KALLY_LINKING__MODE: "code",
        KALLY_LINKING__CLIENT_ID: "bridge",
        KALLY_LINKING__CLIENT_SECRET: "secret",
      }),
    });
    await chat.hears(/I place phone calls/);
    const login = async () => {
      chat.say("/login");
      const [, link] = await chat.hears(/Link my account: (\S+)/);
      return link;
    };
    return { base, chat, login };
  }

  async end() {
    this.#running.forEach((program) => program.end());
    await rm(this.home, { recursive: true, force: true });
  }
}
