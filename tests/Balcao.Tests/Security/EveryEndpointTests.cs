using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Tests.Architecture;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Security;

/// <summary>
/// Checks each operation of the API document for each kind of caller against the table <see cref="Endpoints"/>.
/// </summary>
[TakesLong(70)]
public sealed class EveryEndpointTests(BalcaoApp app) : HttpTests(app)
{
    public static TheoryData<string, string, Visitor> Visits =>
        [.. from endpoint in Endpoints.All from visitor in Enum.GetValues<Visitor>() select (endpoint.Method, endpoint.Template, visitor)];

    [Fact]
    public async Task The_table_has_every_operation_of_the_document_and_no_other()
    {
        var inDocument = await OperationsInDocumentAsync();
        string[] inTable = [.. Endpoints.All.Select(e => $"{e.Method} {e.Template}")];

        Findings.AssertNone(inDocument.Except(inTable).Select(operation => $"{operation} has no row in Endpoints.cs"));
        Findings.AssertNone(inTable.Except(inDocument).Select(row => $"{row} is in Endpoints.cs and not in the API"));
        Assert.Equal(inTable.Length, inTable.Distinct().Count());
    }

    [Theory, MemberData(nameof(Visits))]
    public async Task An_endpoint_answers_each_caller_as_listed_in_the_table(string method, string template, Visitor visitor)
    {
        var endpoint = Endpoints.All.Single(e => e.Method == method && e.Template == template);
        var (path, json) = await endpoint.Request(new Scene(App));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");

        var answer = await (await EnterAsync(visitor)).SendAsync(request, Cancel);

        var body = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(endpoint.Expected.Of(visitor) == (int)answer.StatusCode,
            $"{method} {path} answered {visitor} with {(int)answer.StatusCode}, not {endpoint.Expected.Of(visitor)}: {body}");
        // The other tenant's own audit trail contains what its administrator typed in this table's requests.
        var theirs = template.StartsWith("/api/audit", StringComparison.Ordinal) ? Scene.Typed : [];
        if (visitor is Visitor.OtherTenant && method == "GET")
            foreach (var ours in Scene.OnlyOurs.Except(theirs))
                Assert.False(body.Contains(ours, StringComparison.OrdinalIgnoreCase), $"{method} {path} shows {ours} to another tenant: {body}");
        if ((int)answer.StatusCode >= 400) Assert.False(string.IsNullOrEmpty(JsonSerializer.Deserialize<Problem>(body, ContractJson.Default.Problem)?.Code));
    }

    [Fact]
    public async Task Every_operation_has_a_summary_and_names_its_answers()
    {
        var document = await App.Anyone().GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancel);
        string[] silent =
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where !operation.Value.TryGetProperty("summary", out _) || !operation.Value.GetProperty("responses").EnumerateObject().Any()
               select $"{operation.Name} {path.Name}",
        ];

        Findings.AssertNone(silent);
    }

    [Fact]
    public async Task The_document_names_refusals_by_code_and_has_an_example_request()
    {
        var document = await App.Anyone().GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancel);
        var creation = document.GetProperty("paths").GetProperty("/api/agents").GetProperty("post");

        Assert.Equal("CreateAgent", creation.GetProperty("operationId").GetString());
        Assert.Equal("`agent.emailTaken`", creation.GetProperty("responses").GetProperty("409").GetProperty("description").GetString());
        Assert.Equal("http.401", creation.GetProperty("responses").GetProperty("401").GetProperty("description").GetString()!.Trim('`'));
        Assert.Equal("Ana Souza", creation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json")
            .GetProperty("example").GetProperty("name").GetString());
    }

    private async Task<HttpClient> EnterAsync(Visitor visitor) => visitor switch
    {
        Visitor.Stranger => App.Anyone(),
        Visitor.Agent => As(Ana),
        Visitor.OtherGroupsAgent => As(Davi),
        Visitor.Administrator => As(Clara),
        Visitor.OtherTenant => As(Renata),
        Visitor.Operator => As(Otavio),
        Visitor.ReadToken => App.WithToken(await App.TokenOfAsync(Clara, Permission.Read)),
        Visitor.AdministratorToken => App.WithToken(await App.TokenOfAsync(Clara, [.. Permission.OfTenants])),
        Visitor.RevokedToken => App.WithToken(await RevokedTokenAsync()),
        _ => throw new ArgumentOutOfRangeException(nameof(visitor)),
    };

    private async Task<string> RevokedTokenAsync()
    {
        var secret = await App.TokenOfAsync(Clara, [.. Permission.OfTenants]);
        var hash = ApiToken.Hash(secret);
        DateTimeOffset? now = App.Time.GetUtcNow();
        await App.WriteAsync(Balcao.Platform.Storage.TenantScope.Of(LojaExemplo), db => db.ApiTokens
            .Where(t => t.SecretHash == hash).ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), Cancel));
        return secret;
    }

    private async Task<string[]> OperationsInDocumentAsync()
    {
        var document = await App.Anyone().GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancel);
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where path.Name.StartsWith("/api/", StringComparison.Ordinal)
               select $"{operation.Name.ToUpperInvariant()} {path.Name}",
        ];
    }
}
