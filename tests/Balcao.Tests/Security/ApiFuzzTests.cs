using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Balcao.Contract;

namespace Balcao.Tests.Security;

/// <summary>
/// Every operation of the API, asked with what nobody would type: whatever comes, the answer is no failure of ours, and a refusal has
/// a code and the headers. The same requests each time.
/// </summary>
[Finding("S16")]
[TakesLong(90)]
public sealed class ApiFuzzTests(BalcaoApp app) : HttpTests(app)
{
    private const int Seed = 20261205;

    /// <summary>Of each kind, for each operation; fewer on PostgreSQL, because requests are read alike whatever the database.</summary>
    private static int Times => TestDatabase.IsPostgres ? 5 : 12;

    // As in JSON: a string with half a pair in it cannot be made otherwise.
    private static readonly string[] OddJson =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "-1e400", "99999999999999999999", "9223372036854775807", "-9223372036854775808", "\"\"", "\" \"", "\"\\u0000\"",
        "\"a\\u0000b\"", "\"\\ufffe\"", "\"\\uffff\"", "\"\\ud83d\"", "\"\\ude00x\"", "\"\\u202e\"", "\"2026-13-45T99:99:99Z\"", "\"00000000-0000-0000-0000-000000000000\"",
        "\"NaN\"", "\"Infinity\"", "\"-1\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"\":{}}", "[1,\"a\",{}]", "\"${x}\"", "\"'; DROP TABLE persons; --\"", "\"%00\"",
        Long("\"", "x", 20_000), Long("\"", "😀", 5_000), Long("\"", "\\u0041\\u0301", 3_000), Nested('[', ']', 100), Nested('[', ']', 5_000), "{\"a\":" + Nested('[', ']', 70) + "}",
    ];

    private static readonly string[] OddBodies =
        ["", " ", "null", "[]", "\"x\"", "1", "{", "}", "{\"", "{\"email\":", "\u0000", "{}{}", "{\"a\":1,}", "// x\n{}", "\ufeff{}", Nested('{', '}', 40), Nested('[', ']', 30_000)];

    private static readonly string[] OddTexts =
    [
        "", "%20", "@@@", "%00", "a%00", "%EF%BF%BE", "%ED%A0%80", "%FF", "%", "%zz", "-1", "0", "1e9", "99999999999999999999", "9223372036854775807", "-9223372036854775808",
        "2147483648", "null", "true", "[]", "'", "\"", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "__________________________________", "f__________________________________w", "%F0%9F%98%80", "%E2%80%AE",
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "..%2f..%2f", "%2e%2e", new('x', 2_000), string.Concat(Enumerable.Repeat("%C3%A9", 600)),
    ];

    private static readonly (string Name, string Value)[] OddHeaders =
    [
        ("Accept-Language", "xx-XX-xx;q=9,*;;"), ("Accept-Language", "pt-BR;q=NaN"), ("Accept", "application/xml"), ("Range", "bytes=9-1,-0,99999999999999999999-"),
        ("If-None-Match", "\"x\", W/"), ("If-Modified-Since", "yesterday"), ("X-Forwarded-For", "%00, 999.1.1.1"), ("Accept-Encoding", "gzip;q=x"),
        ("Content-Type", "application/json; charset=\"utf-7\""), ("Content-Type", "application/json; charset="), ("Content-Type", "application/problem+json"),
        ("Content-Type", "multipart/form-data"), ("Content-Type", "multipart/form-data; boundary=\"\""), ("Content-Type", ";;;"), ("Content-Type", "text/json"),
    ];

    [Fact]
    public async Task No_operation_fails_at_what_nobody_would_type()
    {
        var random = new Random(Seed);
        using var document = JsonDocument.Parse(await App.Anyone().GetByteArrayAsync("/openapi/v1.json", Cancel));
        List<string> faults = [];
        foreach (var endpoint in Endpoints.All)
        {
            var who = As(WhoMay(endpoint));
            var (path, json) = await endpoint.Request(new Scene(App));
            foreach (var request in Requests(endpoint, path, json, QueryOf(document, endpoint), random))
                if (await FaultOfAsync(who, request) is { } fault) faults.Add(fault);
        }

        Architecture.Findings.AssertNone(faults);
    }

    private static Member WhoMay(Endpoint endpoint) => endpoint.Expected switch
    {
        // May end with another password.
        _ when endpoint.Template == "/api/me/password" => Bruno,
        { Administrator: >= 200 and < 300, Agent: >= 400 } => Clara,
        { Operator: >= 200 and < 300, Agent: >= 400 } => Otavio,
        _ => Ana,
    };

    private static IEnumerable<Odd> Requests(Endpoint endpoint, string path, string? json, IReadOnlyList<string> query, Random random)
    {
        for (var i = 0; i < Times * 2 && json is not null; i++) yield return new(endpoint.Method, path, Damaged(json, random), null);
        if (json is not null)
            foreach (var body in OddBodies) yield return new(endpoint.Method, path, body, null);
        foreach (var name in query)
            foreach (var text in OddTexts)
                yield return new(endpoint.Method, $"{path.Split('?')[0]}?{name}={text}{(random.Next(3) == 0 ? $"&{name}={text}" : "")}", json, null);
        for (var i = 0; i < Times; i++)
        {
            yield return new(endpoint.Method, path, json, OddHeaders[random.Next(OddHeaders.Length)]);
            var segments = path.Split('?')[0].Split('/');
            segments[random.Next(2, segments.Length)] = OddTexts[random.Next(OddTexts.Length)];
            yield return new(endpoint.Method, string.Join('/', segments), json, null);
        }
    }

    /// <summary>One value, or one list or object, is replaced by an odd one.</summary>
    private static string Damaged(string json, Random random)
    {
        const string mark = "~odd~";
        var root = JsonNode.Parse(json)!;
        var nodes = Descendants(root).ToList();
        if (nodes.Count == 0) return OddJson[random.Next(OddJson.Length)];
        var node = nodes[random.Next(nodes.Count)];
        if (node.Parent is JsonObject parent) parent[node.GetPropertyName()] = mark;
        else ((JsonArray)node.Parent!)[node.GetElementIndex()] = mark;
        return root.ToJsonString().Replace($"\"{mark}\"", OddJson[random.Next(OddJson.Length)], StringComparison.Ordinal);
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node) => (node switch
    {
        JsonObject json => json.Select(member => member.Value),
        JsonArray list => list,
        _ => [],
    }).OfType<JsonNode>().SelectMany(child => Descendants(child).Prepend(child));

    private static IReadOnlyList<string> QueryOf(JsonDocument document, Endpoint endpoint)
    {
        var operation = document.RootElement.GetProperty("paths").GetProperty(endpoint.Template).GetProperty(endpoint.Method.ToLowerInvariant());
        return !operation.TryGetProperty("parameters", out var parameters) ? [] :
            [.. parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString()!)];
    }

    /// <summary>Null where the answer is as it should be.</summary>
    private static async Task<string?> FaultOfAsync(HttpClient http, Odd odd)
    {
        using var request = new HttpRequestMessage(new HttpMethod(odd.Method), new Uri(http.BaseAddress! + odd.Path.TrimStart('/'), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (odd.Json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(odd.Json));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        if (odd.Header is var (name, value))
        {
            if (name == "Content-Type") request.Content?.Headers.Remove(name);
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        using var answer = await http.SendAsync(request, Cancel);
        var (status, body) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        if (status < 400) return null;
        // The web server itself refuses an address that it cannot read, before any code of ours sees it.
        if (status == 400 && body.Length == 0 && !answer.Headers.Contains("X-Content-Type-Options")) return null;
        if (status >= 500) return $"{odd} was answered {status}: {body}";
        if (!answer.Headers.Contains("X-Content-Type-Options")) return $"{odd} was answered {status} without the headers";
        return CodeOf(body) is { Length: > 0 } ? null : $"{odd} was answered {status} without a code: {body}";
    }

    private static string? CodeOf(string body)
    {
        try { return JsonSerializer.Deserialize(body, ContractJson.Default.Problem)?.Code; }
        catch (JsonException) { return null; }
    }

    private static string Long(string quote, string part, int times) => quote + string.Concat(Enumerable.Repeat(part, times)) + quote;

    private static string Nested(char open, char close, int depth) => new string(open, depth) + new string(close, depth);

    private sealed record Odd(string Method, string Path, string? Json, (string Name, string Value)? Header)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Method} {Clipped(Path)} {Clipped(Json ?? "")} {Header}");

        private static string Clipped(string text) => text.Length <= 300 ? text : text[..300] + "…";
    }
}
