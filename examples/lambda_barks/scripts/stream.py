"""Puts barks into a table, and waits until the function has told of each: stream.py ENDPOINT BOOTSTRAP LOG"""

import base64
import io
import json
import sys
import time
import urllib.error
import urllib.request
import zipfile

endpoint, bootstrap, log = sys.argv[1:]
BARKS = 25
TABLE = "BarkTable"


def call(path, body, headers=None, method="POST"):
    """One request. The server asks for a signature's form, and does not check it."""
    service = "lambda" if path != "/" else "dynamodb"
    signature = f"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0"
    headers = {"Authorization": signature, "Content-Type": "application/json", **(headers or {})}
    data = json.dumps(body).encode() if body is not None else None
    with urllib.request.urlopen(urllib.request.Request(endpoint + path, data, headers, method=method)) as reply:
        return json.loads(reply.read() or b"null")


def dynamodb(operation, **body):
    headers = {"X-Amz-Target": f"DynamoDB_20120810.{operation}", "Content-Type": "application/x-amz-json-1.0"}
    return call("/", body, headers)


def wait(what, is_there, seconds=60):
    end = time.monotonic() + seconds
    while not (found := is_there()):
        if time.monotonic() > end:
            print(open(log).read()[-5000:])
            sys.exit(f"no {what} within {seconds} s")
        time.sleep(0.02)
    return found


def lines(start):
    text = open(log).read()
    # Without a line that is still being written.
    return [line for line in text[:text.rfind("\n") + 1].splitlines() if line.startswith(start)]


def is_up():
    try:
        return dynamodb("ListTables")
    except (urllib.error.URLError, ConnectionError):
        return None


def put(username, message):
    item = {"Username": {"S": username}, "Timestamp": {"S": "2026-01-01"}, "Message": {"S": message}}
    dynamodb("PutItem", TableName=TABLE, Item=item)


wait("server", is_up)
table = dynamodb(
    "CreateTable",
    TableName=TABLE,
    BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("Username", "Timestamp")],
    KeySchema=[{"AttributeName": "Username", "KeyType": "HASH"}, {"AttributeName": "Timestamp", "KeyType": "RANGE"}],
    StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
)["TableDescription"]

archive = io.BytesIO()
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
    file.write(bootstrap, "bootstrap")
call("/2015-03-31/functions", {
    "FunctionName": "barks",
    "Runtime": "provided.al2023",
    "Handler": "bootstrap",
    "Role": "arn:aws:iam::000000000000:role/barks",
    "Timeout": 30,
    "Code": {"ZipFile": base64.b64encode(archive.getvalue()).decode()},
})
mapping = call("/2015-03-31/event-source-mappings", {
    "FunctionName": "barks",
    "EventSourceArn": table["LatestStreamArn"],
    "StartingPosition": "TRIM_HORIZON",
    "BatchSize": 10,
    "FunctionResponseTypes": ["ReportBatchItemFailures"],
    "FilterCriteria": {"Filters": [{"Pattern": json.dumps({"eventName": ["INSERT"]})}]},
})

begun = time.monotonic()
for at in range(BARKS):
    put(f"dog{at}", f"wuff {at}")
    put(f"dog{at}", "wau")  # a MODIFY, which the filter keeps away
heard = wait("barks", lambda: (found := lines("notify: ")) and len(found) >= BARKS and found)
print(f"{BARKS} barks heard of in {time.monotonic() - begun:.1f} s")
expected = [f"notify: dog{at} barks: wuff {at}" for at in range(BARKS)]
assert heard == expected, heard

# One that fails, alone in its batch: ministack delivers it again, as Lambda does, until it is no longer there.
put("Bella", "x" * 101)
result = lambda: call(f"/2015-03-31/event-source-mappings/{mapping['UUID']}", None, method="GET")["LastProcessingResult"]
wait("failure", lambda: result() == "FAILED")
wait("second attempt", lambda: open(log).read().count("errorType=Millstream.NotSettled") >= 2)
print("a bark that is too long fails, and comes again")
assert lines("notify: ") == expected
