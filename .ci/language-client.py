#!/usr/bin/env python3
"""Opens files in a language server and prints what it says of each: diagnostics as `file:line:column: message`.

    language-client.py SERVER [ARGUMENT …] -- FILE …
"""
import json
import pathlib
import subprocess
import sys

split = sys.argv.index("--")
command, files = sys.argv[1:split], [pathlib.Path(name).resolve() for name in sys.argv[split + 1:]]
server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def send(**message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    server.stdin.flush()


def receive():
    """The next message; requests of the server are answered with nothing."""
    length = 0
    while (line := server.stdout.readline().strip()) or not length:
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
        elif not line and server.poll() is not None:
            sys.exit("the server has ended")
    message = json.loads(server.stdout.read(length))
    if "id" in message and "method" in message:
        items = message.get("params", {}).get("items")
        send(id=message["id"], result=[None] * len(items) if items else None)
    return message


def until(is_wanted):
    while not is_wanted(message := receive()):
        pass
    return message


root = pathlib.Path.cwd().as_uri()
capabilities = {"textDocument": {"publishDiagnostics": {}}, "workspace": {"configuration": True}}
send(id=0, method="initialize", params={"processId": None, "rootUri": root, "capabilities": capabilities})
until(lambda message: message.get("id") == 0 and "result" in message)
send(method="initialized", params={})
for file in files:
    uri = file.as_uri()
    document = {"uri": uri, "languageId": "yaml", "version": 1, "text": file.read_text(encoding="utf-8")}
    send(method="textDocument/didOpen", params={"textDocument": document})
    said = until(lambda message: message.get("method") == "textDocument/publishDiagnostics"
                 and message["params"]["uri"] == uri)
    for fault in said["params"]["diagnostics"]:
        start, message = fault["range"]["start"], " ".join(fault["message"].split())
        print(f"{file.name}:{start['line'] + 1}:{start['character'] + 1}: {message}")
server.terminate()
