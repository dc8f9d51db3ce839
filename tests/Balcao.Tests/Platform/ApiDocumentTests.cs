using System.Text.Encodings.Web;
using System.Text.Json;
using Balcao.Tests.Architecture;

namespace Balcao.Tests.Platform;

/// <summary>
/// <c>docs/api.json</c> is the document that the server generates, so that a change of the API is visible in a diff.
/// </summary>
public sealed class ApiDocumentTests(BalcaoApp app) : HttpTests(app)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string InRepository = Path.Combine(SourceTree.Root.FullName, "docs", "api.json");

    [Fact]
    public async Task The_document_in_the_repository_is_that_of_the_running_server()
    {
        var running = await RunningAsync();
        // Set by dev/api.
        if (Environment.GetEnvironmentVariable("BALCAO_API_DOCUMENT") == "write") await File.WriteAllTextAsync(InRepository, running, Cancel);

        Assert.True(File.Exists(InRepository) && await File.ReadAllTextAsync(InRepository, Cancel) == running,
            "docs/api.json is not what the server says of itself: run dev/api, read the diff, and commit it with the change.");
    }

    [Fact]
    public async Task The_document_has_OpenAPI_3_1_and_names_no_host()
    {
        using var document = JsonDocument.Parse(await RunningAsync());

        Assert.StartsWith("3.1.", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", document.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_request_with_a_json_body_has_an_example()
    {
        using var document = JsonDocument.Parse(await RunningAsync());

        Findings.AssertNone(
            from path in document.RootElement.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where operation.Value.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json)
                && !json.TryGetProperty("example", out _)
            select $"{operation.Name} {path.Name} shows no example of its body");
    }

    private async Task<string> RunningAsync()
    {
        using var client = App.Anyone();
        using var document = JsonDocument.Parse(await client.GetByteArrayAsync("/openapi/v1.json", Cancel));
        return JsonSerializer.Serialize(document, Indented) + "\n";
    }
}
