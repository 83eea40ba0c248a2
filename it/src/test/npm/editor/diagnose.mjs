// Opens a YAML file in the language server that editors use, and prints an object: the messages about its lines,
// `LINE: MESSAGE`, and what is shown of a key: node diagnose.mjs FILE LINE COLUMN (from 0).
import {spawn} from "node:child_process";
import {readFileSync} from "node:fs";

const [file, line, character] = process.argv.slice(2);
const uri = "file://" + file;
const server = spawn(process.execPath, ["node_modules/yaml-language-server/bin/yaml-language-server", "--stdio"]);

setTimeout(() => {
  server.kill();
  process.exit(1);
}, 60_000).unref();

function send(message) {
  const body = Buffer.from(JSON.stringify({jsonrpc: "2.0", ...message}));
  server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  server.stdin.write(body);
}

let problems;

function receive(message) {
  if (message.id === 1 && message.result) {
    send({method: "initialized", params: {}});
    const text = readFileSync(file, "utf8");
    send({method: "textDocument/didOpen", params: {textDocument: {uri, languageId: "yaml", version: 1, text}}});
  } else if (message.method === "textDocument/publishDiagnostics") {
    problems = message.params.diagnostics.map((found) => `${found.range.start.line + 1}: ${found.message}`);
    const position = {line: Number(line), character: Number(character)};
    send({id: 2, method: "textDocument/hover", params: {textDocument: {uri}, position}});
  } else if (message.id === 2) {
    console.log(JSON.stringify({problems, hover: message.result?.contents?.value ?? ""}));
    server.kill();
  } else if (message.method && message.id !== undefined) {
    // Without a catalogue of schemas from the network.
    const settings = ({section}) => (section === "yaml" ? {schemaStore: {enable: false}, validate: true, hover: true} : null);
    send({id: message.id, result: message.params?.items?.map(settings) ?? null});
  }
}

let received = Buffer.alloc(0);
server.stdout.on("data", (data) => {
  received = Buffer.concat([received, data]);
  for (;;) {
    const head = /Content-Length: (\d+)\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(received.toString("latin1"));
    const start = head ? head.index + head[0].length : 0;
    const end = head ? start + Number(head[1]) : Infinity;
    if (received.length < end) {
      return;
    }
    const body = received.subarray(start, end).toString();
    received = received.subarray(end);
    receive(JSON.parse(body));
  }
});

const capabilities = {textDocument: {publishDiagnostics: {}, hover: {contentFormat: ["plaintext"]}}, workspace: {configuration: true}};
send({id: 1, method: "initialize", params: {processId: process.pid, rootUri: null, capabilities}});
