//! Cases written by hand, each with its outcome as literal text: what DynamoDB's formats bring, and what was decided about the rest.
//!
//! An outcome is `Ok` with the value as plain JSON (see [`crate::plain`]), or `Err` with the path of the misfit.

/// What a case comes to.
pub type Outcome = Result<&'static str, &'static str>;

/// Attribute maps.
pub const ITEMS: &[(&str, Outcome)] = &[
    // Empty things.
    (r#"{}"#, Ok(r#"{}"#)),
    (r#"{"a":{"S":""},"b":{"B":""}}"#, Ok(r#"{"a":"","b":""}"#)),
    (
        r#"{"a":{"M":{}},"b":{"L":[]},"c":{"SS":[]},"d":{"NS":[]},"e":{"BS":[]}}"#,
        Ok(r#"{"a":{},"b":[],"c":[],"d":[],"e":[]}"#),
    ),
    (r#"{"a":{"SS":[""]},"b":{"BS":[""]}}"#, Ok(r#"{"a":[""],"b":[""]}"#)),
    (r#"{"":{"S":"x"}}"#, Ok(r#"{"":"x"}"#)),
    // All ten types.
    (
        r#"{"s":{"S":"x"},"n":{"N":"1"},"b":{"B":"AAEqQQ=="},"t":{"BOOL":true},"f":{"BOOL":false},"z":{"NULL":true},"m":{"M":{"k":{"S":"v"}}},"l":{"L":[{"N":"1"},{"S":"2"}]},"ss":{"SS":["b","a"]},"ns":{"NS":["3","2"]},"bs":{"BS":["QQ==","Qg=="]}}"#,
        Ok(
            r#"{"s":"x","n":1,"b":"AAEqQQ==","t":true,"f":false,"z":null,"m":{"k":"v"},"l":[1,"2"],"ss":["b","a"],"ns":[3,2],"bs":["QQ==","Qg=="]}"#,
        ),
    ),
    (r#"{"z":{"NULL":false}}"#, Ok(r#"{"z":null}"#)), // an adapter writes it; it is null all the same
    (
        r#"{"b":{"B":"not base64!"},"u":{"B":"QQ"},"s":{"BS":["?"]}}"#,
        Ok(r#"{"b":"not base64!","u":"QQ","s":["?"]}"#),
    ), // checked where it is decoded
    (r#"{"l":{"L":[{"L":[{"L":[]}]},{"M":{"x":{"L":[{"M":{}}]}}}]}}"#, Ok(r#"{"l":[[[]],{"x":[{}]}]}"#)),
    // Names.
    (
        r#"{"S":{"S":"x"},"N":{"N":"1"},"M":{"M":{"M":{"NULL":true}}},"Item":{"BOOL":true}}"#,
        Ok(r#"{"S":"x","N":1,"M":{"M":null},"Item":true}"#),
    ),
    (
        r##"{"number set":{"NS":["1"]},"a.b":{"S":"."},"#c":{"S":":"},"q\"q":{"S":"\""}}"##,
        Ok(r##"{"number set":[1],"a.b":".","#c":":","q\"q":"\""}"##),
    ),
    // Escapes: in names, in tags, in values.
    (r#"{"\u0061":{"\u0053":"\u0062"}}"#, Ok(r#"{"a":"b"}"#)),
    (
        r#"{"a":{"\u0042\u004f\u004fL":true},"b":{"N\u0053":["\u0031"]},"c":{"N":"\u0031\u002e5"}}"#,
        Ok(r#"{"a":true,"b":[1],"c":1.5}"#),
    ),
    (r#"{"a":{"S":"\ud83d\ude00\/\b\f\n\r\t\"\\"}}"#, Ok(r#"{"a":"😀/\u0008\u000c\n\r\t\"\\"}"#)),
    ("{\"a\":{\"S\":\"한국어 \u{7f}\u{2028}\"}}", Ok("{\"a\":\"한국어 \u{7f}\u{2028}\"}")),
    (
        "\t{\r\n\"a\" :\n{ \"L\"\t: [ { \"S\" : \"x\" } , { \"NULL\":true\n} ] } }\r\n",
        Ok(r#"{"a":["x",null]}"#),
    ),
    // Repeated names: the place of the first, the value of the last, and every occurrence must fit.
    (r#"{"a":{"S":"1"},"b":{"S":"2"},"a":{"N":"3"}}"#, Ok(r#"{"a":3,"b":"2"}"#)),
    (r#"{"a":{"S":"1"},"\u0061":{"S":"2"}}"#, Ok(r#"{"a":"2"}"#)),
    (
        r#"{"m":{"M":{"a":{"S":"1"},"b":{"S":"2"},"a":{"S":"3"},"a":{"S":"4"}}}}"#,
        Ok(r#"{"m":{"a":"4","b":"2"}}"#),
    ),
    (r#"{"a":{"S":1},"a":{"S":"x"}}"#, Err("a")),
    (r#"{"a":{"S":"x"},"b":{"S":"y"},"a":{}}"#, Err("a")),
    // Not exactly one member.
    (r#"{"a":{}}"#, Err("a")),
    (r#"{"a":{"S":"x","N":"1"}}"#, Err("a")),
    (r#"{"a":{"S":"x","S":"x"}}"#, Err("a")),
    (r#"{"a":{"S":"x","x":null}}"#, Err("a")),
    (r#"{"l":{"L":[{"S":"x"},{}]}}"#, Err("l[1]")),
    // Not an attribute value.
    (r#"{"a":"x"}"#, Err("a")),
    (r#"{"a":null}"#, Err("a")),
    (r#"{"a":[{"S":"x"}]}"#, Err("a")),
    (r#"{"a":{"X":"x"}}"#, Err("a")),
    (r#"{"a":{"s":"x"}}"#, Err("a")),
    (r#"{"a":{"":"x"}}"#, Err("a")),
    (r#"{"a":{"SSS":["x"]}}"#, Err("a")),
    (r#"{"a":{"BOOLEAN":true}}"#, Err("a")),
    // The wrong JSON type under a tag.
    (r#"{"a":{"S":1}}"#, Err("a")),
    (r#"{"a":{"S":null}}"#, Err("a")),
    (r#"{"a":{"S":["x"]}}"#, Err("a")),
    (r#"{"a":{"B":{}}}"#, Err("a")),
    (r#"{"a":{"BOOL":"true"}}"#, Err("a")),
    (r#"{"a":{"BOOL":null}}"#, Err("a")),
    (r#"{"a":{"BOOL":1}}"#, Err("a")),
    (r#"{"a":{"NULL":null}}"#, Err("a")),
    (r#"{"a":{"NULL":"true"}}"#, Err("a")),
    (r#"{"a":{"M":[]}}"#, Err("a")),
    (r#"{"a":{"M":null}}"#, Err("a")),
    (r#"{"a":{"M":{"b":{"S":false}}}}"#, Err("a.b")),
    (r#"{"a":{"M":{"b":"x"}}}"#, Err("a.b")),
    (r#"{"a":{"L":{}}}"#, Err("a")),
    (r#"{"a":{"L":["x"]}}"#, Err("a[0]")),
    (r#"{"a":{"L":[{"S":"x"},{"M":{"b":{"L":[{"BOOL":true},{"N":"x"}]}}}]}}"#, Err("a[1].b[1]")),
    (r#"{"a":{"SS":"x"}}"#, Err("a")),
    (r#"{"a":{"SS":["x",1]}}"#, Err("a[1]")),
    (r#"{"a":{"SS":[null]}}"#, Err("a[0]")),
    (r#"{"a":{"SS":[{"S":"x"}]}}"#, Err("a[0]")),
    (r#"{"a":{"BS":[true]}}"#, Err("a[0]")),
    (r#"{"a":{"NS":["1","x"]}}"#, Err("a[1]")),
    (r#"{"a":{"NS":[1]}}"#, Err("a[0]")),
    // Numbers, with exactly the characters of the input.
    (
        r#"{"a":{"N":"100.0"},"b":{"N":"1E2"},"c":{"N":"-0"},"d":{"N":"0.10"},"e":{"N":"1e+05"}}"#,
        Ok(r#"{"a":100.0,"b":1E2,"c":-0,"d":0.10,"e":1e+05}"#),
    ),
    (
        r#"{"a":{"N":"12345678901234567890123456789012345678"}}"#,
        Ok(r#"{"a":12345678901234567890123456789012345678}"#),
    ),
    (
        r#"{"a":{"N":"0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000012345678901234567890123456789012345678"}}"#,
        Ok(
            r#"{"a":0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000012345678901234567890123456789012345678}"#,
        ),
    ),
    (
        r#"{"a":{"N":"1e999999999"},"b":{"N":"-1E-999999999"},"c":{"N":"1e00000000000000999999999"}}"#,
        Ok(r#"{"a":1e999999999,"b":-1E-999999999,"c":1e00000000000000999999999}"#),
    ),
    (r#"{"a":{"N":1}}"#, Err("a")), // a JSON number is refused in N's place
    (r#"{"a":{"N":""}}"#, Err("a")),
    (r#"{"a":{"N":"-"}}"#, Err("a")),
    (r#"{"a":{"N":"+1"}}"#, Err("a")),
    (r#"{"a":{"N":"01"}}"#, Err("a")),
    (r#"{"a":{"N":"-01"}}"#, Err("a")),
    (r#"{"a":{"N":".5"}}"#, Err("a")),
    (r#"{"a":{"N":"5."}}"#, Err("a")),
    (r#"{"a":{"N":"1e"}}"#, Err("a")),
    (r#"{"a":{"N":"1e+"}}"#, Err("a")),
    (r#"{"a":{"N":"1e1.5"}}"#, Err("a")),
    (r#"{"a":{"N":" 1"}}"#, Err("a")),
    (r#"{"a":{"N":"1 "}}"#, Err("a")),
    (r#"{"a":{"N":"1,000"}}"#, Err("a")),
    (r#"{"a":{"N":"0x10"}}"#, Err("a")),
    (r#"{"a":{"N":"NaN"}}"#, Err("a")),
    (r#"{"a":{"N":"-Infinity"}}"#, Err("a")),
    (r#"{"a":{"N":"1e1000000000"}}"#, Err("a")),
    (r#"{"a":{"N":"0E-1000000000"}}"#, Err("a")),
    (r#"{"a":{"N":"12345678901234567890123456789012345678x"}}"#, Err("a")),
    (r#"{"a":{"N":"1\u0000"}}"#, Err("a")),
    ("{\"a\":{\"N\":\"１\"}}", Err("a")),
    // The first misfit in the order of the input is the one that is told.
    (r#"{"a":{"M":{"b":{"S":1}},"S":"x"},"c":{}}"#, Err("a.b")),
    (r#"{"a":{"L":[{"N":"x"},{"S":1}]}}"#, Err("a[0]")),
    // Not a map at all.
    (r#"[]"#, Err("")),
    (r#""x""#, Err("")),
    (r#"true"#, Err("")),
    (r#"1"#, Err("")),
];

/// Records. Paths are those within the record.
pub const RECORDS: &[(&str, Outcome)] = &[
    (r#"{}"#, Ok(r#"{}"#)),
    (r#"{"dynamodb":{}}"#, Ok(r#"{}"#)),
    (
        r#"{"dynamodb":null,"userIdentity":null,"eventID":null,"eventName":null,"eventVersion":null,"eventSource":null,"awsRegion":null,"eventSourceARN":null}"#,
        Ok(r#"{}"#),
    ),
    (
        r#"{"dynamodb":{"ApproximateCreationDateTime":null,"Keys":null,"NewImage":null,"OldImage":null,"SequenceNumber":null,"SizeBytes":null,"StreamViewType":null}}"#,
        Ok(r#"{}"#),
    ),
    (r#"{"dynamodb":{"Keys":{},"NewImage":{},"OldImage":{}}}"#, Ok(r#"{"keys":{},"new":{},"old":{}}"#)), // empty is not absent
    (
        r#"{"eventID":"1","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1.674921798E9,"Keys":{"k":{"S":"x"}},"NewImage":{"k":{"S":"x"}},"SequenceNumber":"111","SizeBytes":26,"StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/a.b-c_d/stream/2016-11-16T20:42:48.104"}"#,
        Ok(
            r#"{"kind":"INSERT","id":"1","sequence":"111","table":"a.b-c_d","keys":{"k":"x"},"new":{"k":"x"}}"#,
        ),
    ),
    // GetRecords: members by name, eventName behind dynamodb, no ARN, capital Type.
    (
        r#"{"awsRegion":"us-west-2","dynamodb":{"ApproximateCreationDateTime":1.46480431E9,"Keys":{"k":{"S":"x"}},"OldImage":{"k":{"S":"x"}},"SequenceNumber":"300000000000000499659","SizeBytes":41,"StreamViewType":"OLD_IMAGE"},"eventID":"e","eventName":"REMOVE","eventSource":"aws:dynamodb","eventVersion":"1.1","userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}}"#,
        Ok(
            r#"{"kind":"REMOVE","id":"e","sequence":"300000000000000499659","keys":{"k":"x"},"old":{"k":"x"}}"#,
        ),
    ),
    // A Kinesis record: the table is told by its name.
    (
        r#"{"awsRegion":"us-east-1","eventID":"u-u-i-d","eventName":"MODIFY","userIdentity":null,"recordFormat":"application/json","tableName":"t","dynamodb":{"ApproximateCreationDateTime":1731924555370,"Keys":{"k":{"S":"x"}},"NewImage":{"k":{"S":"x"}},"SizeBytes":12,"ApproximateCreationDateTimePrecision":"MICROSECOND"},"eventSource":"aws:dynamodb"}"#,
        Ok(r#"{"kind":"MODIFY","id":"u-u-i-d","table":"t","keys":{"k":"x"},"new":{"k":"x"}}"#),
    ),
    // Texts that are kept as they are.
    (
        r#"{"eventName":"TRUNCATE","dynamodb":{"StreamViewType":"EVERYTHING","SequenceNumber":"not a number"}}"#,
        Ok(r#"{"kind":"TRUNCATE","sequence":"not a number"}"#),
    ),
    (
        r#"{"eventName":"","eventID":"","eventSourceARN":"","dynamodb":{"SequenceNumber":""}}"#,
        Ok(r#"{"kind":"","id":"","sequence":""}"#),
    ),
    (r#"{"eventName":"INS\u0045RT","\u0065ventID":"a\/b"}"#, Ok(r#"{"kind":"INSERT","id":"a/b"}"#)),
    (
        r#"{"eventSourceARN":"arn:aws-cn:dynamodb:cn-northwest-1:1:table\/T\/stream\/x"}"#,
        Ok(r#"{"table":"T"}"#),
    ),
    (r#"{"eventSourceARN":"stream-ARN"}"#, Ok(r#"{}"#)),
    (
        r#"{"tableName":"U","eventSourceARN":"arn:aws-cn:dynamodb:cn-northwest-1:1:table/T/stream/x"}"#,
        Ok(r#"{"table":"T"}"#),
    ),
    (r#"{"eventSourceARN":"stream-ARN","tableName":"t\u0055"}"#, Ok(r#"{"table":"tU"}"#)),
    // Unknown members, among them names known elsewhere.
    (
        r#"{"x":{"y":[1,{"z":null}]},"NewImage":{"a":1},"SizeBytes":"x","Records":5,"dynamodb":{"eventID":7,"Records":[],"x":[[]]}}"#,
        Ok(r#"{}"#),
    ),
    (r#"{"userIdentity":{},"EventID":1}"#, Ok(r#"{}"#)),
    (r#"{"userIdentity":{"type":"Service","principalId":null,"x":[1]}}"#, Ok(r#"{}"#)),
    // Repeated members: the last wins, every occurrence must fit.
    (r#"{"eventID":"1","eventID":"2"}"#, Ok(r#"{"id":"2"}"#)),
    (r#"{"eventID":"1","eventID":null}"#, Ok(r#"{}"#)),
    (r#"{"eventID":1,"eventID":"2"}"#, Err("eventID")),
    (r#"{"eventID":"1","eventID":2}"#, Err("eventID")),
    (r#"{"dynamodb":{"NewImage":{"a":{"S":"1"}},"NewImage":{"b":{"S":"2"}}}}"#, Ok(r#"{"new":{"b":"2"}}"#)),
    (r#"{"dynamodb":{"NewImage":{"a":{"S":"1"}},"NewImage":null}}"#, Ok(r#"{}"#)),
    (r#"{"dynamodb":{"NewImage":{"a":1},"NewImage":{"b":{"S":"2"}}}}"#, Err("NewImage.a")),
    (r#"{"dynamodb":{"SequenceNumber":"1","Keys":{}},"dynamodb":{"NewImage":{}}}"#, Ok(r#"{"new":{}}"#)), // all of the earlier one is gone
    (r#"{"dynamodb":{"Keys":{}},"dynamodb":null}"#, Ok(r#"{}"#)),
    (r#"{"dynamodb":{"Keys":{"a":{}}},"dynamodb":{}}"#, Err("Keys.a")),
    // Wrong types.
    (r#"[]"#, Err("")),
    (r#"null"#, Err("")),
    (r#""x""#, Err("")),
    (r#"{"eventName":{}}"#, Err("eventName")),
    (r#"{"eventVersion":1.1}"#, Err("eventVersion")),
    (r#"{"eventSource":[]}"#, Err("eventSource")),
    (r#"{"awsRegion":false}"#, Err("awsRegion")),
    (r#"{"tableName":1}"#, Err("tableName")),
    (r#"{"eventSourceARN":{}}"#, Err("eventSourceARN")),
    (r#"{"userIdentity":"Service"}"#, Err("userIdentity")),
    (r#"{"userIdentity":{"type":1}}"#, Err("userIdentity.type")),
    (r#"{"userIdentity":{"Type":1}}"#, Err("userIdentity.type")), // by its name in Lambda
    (r#"{"userIdentity":{"principalId":[]}}"#, Err("userIdentity.principalId")),
    (r#"{"dynamodb":[]}"#, Err("dynamodb")),
    (r#"{"dynamodb":"x"}"#, Err("dynamodb")),
    (r#"{"dynamodb":{"Keys":[]}}"#, Err("Keys")),
    (r#"{"dynamodb":{"NewImage":"x"}}"#, Err("NewImage")),
    (r#"{"dynamodb":{"OldImage":{"a":{"N":5}}}}"#, Err("OldImage.a")),
    (r#"{"dynamodb":{"SequenceNumber":111}}"#, Err("SequenceNumber")),
    (r#"{"dynamodb":{"StreamViewType":0}}"#, Err("StreamViewType")),
    // Sizes.
    (r#"{"dynamodb":{"SizeBytes":1.12E2}}"#, Ok(r#"{}"#)),
    (r#"{"dynamodb":{"SizeBytes":100.0}}"#, Ok(r#"{}"#)),
    (r#"{"dynamodb":{"SizeBytes":18446744073709551615}}"#, Ok(r#"{}"#)),
    (r#"{"dynamodb":{"SizeBytes":-0}}"#, Ok(r#"{}"#)),
    (r#"{"dynamodb":{"SizeBytes":"112"}}"#, Err("SizeBytes")),
    (r#"{"dynamodb":{"SizeBytes":1.5}}"#, Err("SizeBytes")),
    (r#"{"dynamodb":{"SizeBytes":-1}}"#, Err("SizeBytes")),
    (r#"{"dynamodb":{"SizeBytes":18446744073709551616}}"#, Err("SizeBytes")),
    (r#"{"dynamodb":{"SizeBytes":1e999999999999999999999}}"#, Err("SizeBytes")),
    (r#"{"dynamodb":{"SizeBytes":true}}"#, Err("SizeBytes")),
    // Times.
    (r#"{"dynamodb":{"ApproximateCreationDateTime":9223372036854775807.9999999999}}"#, Ok(r#"{}"#)),
    (r#"{"dynamodb":{"ApproximateCreationDateTime":-0.5}}"#, Ok(r#"{}"#)),
    (r#"{"dynamodb":{"ApproximateCreationDateTime":1e-999999999999999999999}}"#, Ok(r#"{}"#)),
    (r#"{"dynamodb":{"ApproximateCreationDateTime":"1.46480646E9"}}"#, Err("ApproximateCreationDateTime")), // botocore's example file
    (
        r#"{"dynamodb":{"ApproximateCreationDateTime":9223372036854775808}}"#,
        Err("ApproximateCreationDateTime"),
    ),
    (
        r#"{"dynamodb":{"ApproximateCreationDateTime":1e999999999999999999999}}"#,
        Err("ApproximateCreationDateTime"),
    ),
    (r#"{"dynamodb":{"ApproximateCreationDateTime":{}}}"#, Err("ApproximateCreationDateTime")),
    // The first misfit in the order of the input.
    (r#"{"dynamodb":{"SizeBytes":"x","Keys":{"a":{}}},"eventID":1}"#, Err("SizeBytes")),
];

/// Events that decode: the outcome of each record, with its whole path.
pub const EVENTS: &[(&str, &[Outcome])] = &[
    (r#"{"Records":[]}"#, &[]),
    (" \r\n\t{ \"Records\" : [ ] } \r\n", &[]),
    ("\u{feff}{\"Records\":[]}", &[]),
    (r#"{"\u0052ecords":[{}]}"#, &[Ok("{}")]),
    (
        r#"{"Records":[{"eventID":"a"},{"eventID":1},{"eventID":"c"}]}"#,
        &[Ok(r#"{"id":"a"}"#), Err("Records[1].eventID"), Ok(r#"{"id":"c"}"#)],
    ),
    (
        r#"{"Records":[null,[],7,"x",{}]}"#,
        &[Err("Records[0]"), Err("Records[1]"), Err("Records[2]"), Err("Records[3]"), Ok("{}")],
    ),
    (
        r#"{"Records":[{"dynamodb":{"NewImage":{"address":{"M":{"zip":{"N":7}}}}}}]}"#,
        &[Err("Records[0].NewImage.address.zip")],
    ),
    // Tumbling windows, and members in any place.
    (
        r#"{"window":{"start":"2020-07-30T17:00:00Z","end":"2020-07-30T17:05:00Z"},"state":{"1":282},"Records":[],"shardId":"shard1","eventSourceARN":"stream-ARN","isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false}"#,
        &[],
    ),
    (
        r#"{"window":null,"state":null,"Records":[{}],"shardId":null,"eventSourceARN":null,"isFinalInvokeForWindow":null,"isWindowTerminatedEarly":null}"#,
        &[Ok("{}")],
    ),
    (
        r#"{"shardId":"1","shardId":"2","window":{"start":"a","start":"b"},"window":{},"state":[ 1.0 ],"Records":[]}"#,
        &[],
    ),
    (
        r#"{"NextShardIterator":"arn|1|x","MillisBehindLatest":0,"Records":[{}],"records":7,"x":{"Records":[{},{}]}}"#,
        &[Ok("{}")],
    ),
    (r#"{"window":{"start":null,"x":{}},"state":"s","Records":[]}"#, &[]),
    (r#"{"dynamodb":7,"eventID":7,"Records":[{}]}"#, &[Ok("{}")]),
];

/// Events that are refused as a whole.
pub const FATAL: &[&[u8]] = &[
    b"",
    b" ",
    b"\xef\xbb\xbf",
    b"\xef\xbb\xbf\xef\xbb\xbf{\"Records\":[]}",
    b"\xef\xbb{\"Records\":[]}",
    b"[]",
    b"[{\"Records\":[]}]",
    b"null",
    b"\"Records\"",
    b"7",
    b"{}",
    b"{\"records\":[]}",
    b"{\"Records\":null}",
    b"{\"Records\":{}}",
    b"{\"Records\":\"x\"}",
    b"{\"Records\":7}",
    b"{\"Records\":[],\"Records\":[]}",
    b"{\"Records\":[],\"Records\":null}",
    b"{\"Records\":[],\"\\u0052ecords\":[]}",
    b"{\"Records\":[{}]}x",
    b"{\"Records\":[{}]} {}",
    b"{\"Records\":[{}]}\x00",
    b"{\"Records\":[{}]",
    b"{\"Records\":[{}",
    b"{\"Records\":[{},]}",
    b"{\"Records\":[,{}]}",
    b"{\"Records\":[{} {}]}",
    b"{\"Records\":[{}],}",
    b"{\"Records\":[{\"a\":}]}",
    b"{\"Records\":[{\"a\"}]}",
    b"{\"Records\":[{a:1}]}",
    b"{\"Records\":[{'a':1}]}",
    b"{\"Records\":[{\"eventID\":\"a\x01\"}]}",
    b"{\"Records\":[{\"eventID\":\"a\n\"}]}",
    b"{\"Records\":[{\"eventID\":\"\\x\"}]}",
    b"{\"Records\":[{\"eventID\":\"\\ud800\"}]}",
    b"{\"Records\":[{\"dynamodb\":{\"NewImage\":{\"a\":{\"S\":\"\\udc00\"}}}}]}",
    b"{\"Records\":[{\"dynamodb\":{\"NewImage\":{\"\\ud800\":{\"S\":\"\"}}}}]}",
    // The same in what is skipped.
    b"{\"x\":\"\\ud800\",\"Records\":[]}",
    b"{\"x\":\"\\ud800\\u0041\",\"Records\":[]}",
    b"{\"x\":{\"\\udfff\":1},\"Records\":[]}",
    b"{\"x\":\"\t\",\"Records\":[]}",
    b"{\"x\":\"\\u12\",\"Records\":[]}",
    b"{\"x\":01,\"Records\":[]}",
    b"{\"x\":-,\"Records\":[]}",
    b"{\"x\":1.,\"Records\":[]}",
    b"{\"x\":nul,\"Records\":[]}",
    b"{\"x\":tru,\"Records\":[]}",
    b"{\"x\":[1,],\"Records\":[]}",
    b"{\"x\":{\"y\":1,},\"Records\":[]}",
    b"{\"x\":[},\"Records\":[]}",
    b"{\"Records\":[{\"x\":\"\\ud800\"}]}",
    b"{\"Records\":[{\"dynamodb\":{\"x\":[\"\\ud800\"]}}]}",
    b"{\"Records\":[{\"userIdentity\":{\"x\":\"\x1f\"}}]}",
    // Invalid UTF-8, used or not.
    b"{\"Records\":[{\"eventID\":\"\xff\"}]}",
    b"{\"Records\":[{\"eventID\":\"\xed\xa0\x80\"}]}",
    b"{\"Records\":[{\"eventID\":\"\xc0\x80\"}]}",
    b"{\"Records\":[{\"x\":\"\xf4\x90\x80\x80\"}]}",
    b"{\"x\":\"\xe2\x82\",\"Records\":[]}",
    b"{\"Records\":[]}\xff",
    // A misfit before it does not hide what is malformed, nor what does not fit behind it.
    b"{\"Records\":[{\"eventID\":1}],\"x\":}",
    b"{\"Records\":[{\"eventID\":1,\"x\":}]}",
    b"{\"Records\":[{\"dynamodb\":{\"NewImage\":{\"a\":{\"N\":1,]}}}]}",
    b"{\"Records\":[{\"dynamodb\":{\"NewImage\":{\"a\":{\"N\":\"x\",\"y\":\"\\ud800\"}}}}]}",
    // Root members of the wrong type, each occurrence.
    b"{\"Records\":[],\"window\":[]}",
    b"{\"Records\":[],\"window\":\"x\"}",
    b"{\"Records\":[],\"window\":{\"start\":1}}",
    b"{\"Records\":[],\"window\":{\"end\":{}}}",
    b"{\"window\":{\"start\":1},\"window\":{},\"Records\":[]}",
    b"{\"Records\":[],\"shardId\":1}",
    b"{\"shardId\":1,\"shardId\":\"x\",\"Records\":[]}",
    b"{\"Records\":[],\"eventSourceARN\":[]}",
    b"{\"Records\":[],\"isFinalInvokeForWindow\":\"true\"}",
    b"{\"Records\":[],\"isWindowTerminatedEarly\":0}",
];

/// An attribute value within `levels` levels of lists (or maps): `{"S":"x"}` at 0.
pub fn nested_value(levels: usize, maps: bool) -> String {
    let (open, close) = if maps { (r#"{"M":{"a":"#, "}}") } else { (r#"{"L":["#, "]}") };
    format!("{}{}{}", open.repeat(levels), r#"{"S":"x"}"#, close.repeat(levels))
}

/// An event whose one record has this text.
pub fn event_of_record(record: &str) -> String {
    format!("{{\"Records\":[{record}]}}")
}

/// An event with this attribute map as a record's `NewImage`.
pub fn event_of_item(item: &str) -> String {
    event_of_record(&format!("{{\"dynamodb\":{{\"NewImage\":{item}}}}}"))
}
