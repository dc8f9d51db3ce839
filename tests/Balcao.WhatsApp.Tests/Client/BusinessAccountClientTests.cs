using System.Text.Json.Nodes;
using Balcao.WhatsApp.Client;
using static Balcao.WhatsApp.Tests.Client.FakeGraph;

namespace Balcao.WhatsApp.Tests.Client;

public sealed class BusinessAccountClientTests
{
    private static readonly AccountCredentials Account = new("7001", "fictional-token");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static BusinessAccountClient ClientOf(FakeGraph graph) => new(graph.Http, new() { GraphUrl = graph.Url });

    /// <summary>Three pages with one template each. The last one also has cursors, but no "next".</summary>
    private static Task<FakeGraph> ThreePagesAsync(int failingPage = 0) => AnsweringAsync(async context =>
    {
        var page = int.TryParse(context.Request.Query["after"], out var after) ? after + 1 : 1;
        context.Response.StatusCode = page == failingPage ? 500 : 200;
        var next = page < 3 ? ",\"next\":\"https://graph.example/more\"" : "";
        await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(page == failingPage
            ? """{"error":{"code":2,"message":"try later"}}"""
            : $$"""{"data":[{"id":{{page}},"name":"t{{page}}","language":"pt_BR","category":"UTILITY","previous_category":"MARKETING","status":"APPROVED","quality_score":{"score":"GREEN"},"rejected_reason":"NONE","parameter_format":"NAMED","components":[{"type":"BODY"}]}],"paging":{"cursors":{"before":"b","after":"{{page}}"}{{next}}} }"""));
    });

    [Fact]
    [Trait("KnownFailure", "17")] // Meta returns the list in pages; the first page alone looks complete.
    public async Task Templates_of_every_page_are_listed()
    {
        await using var graph = await ThreePagesAsync();
        var result = await ClientOf(graph).ListTemplatesAsync(Account, Ct);

        Assert.Equal(["t1", "t2", "t3"], result.Value!.Select(t => t.Name));
        Assert.Equal(3, graph.Requests);
        Assert.Equal(
            new TemplateDefinition
            {
                Id = "1", Name = "t1", Language = "pt_BR", Category = "UTILITY", PreviousCategory = "MARKETING", Status = "APPROVED",
                QualityScore = "GREEN", ParameterFormat = "NAMED", ComponentsJson = """[{"type":"BODY"}]""",
            },
            result.Value![0]);
        Assert.Equal("/v25.0/7001/message_templates", graph.Last.Path);
        Assert.EndsWith("&limit=100&after=2", graph.Last.Query, StringComparison.Ordinal);
        Assert.Equal("Bearer fictional-token", graph.Last.Headers.Authorization);
    }

    [Fact]
    public async Task The_list_fails_if_a_page_fails()
    {
        await using var graph = await ThreePagesAsync(failingPage: 2);
        var result = await ClientOf(graph).ListTemplatesAsync(Account, Ct);
        Assert.Equal(GraphOutcome.Refused, result.Outcome);
        Assert.Equal(GraphErrorClass.Retry, result.Error!.Class);
    }

    [Fact]
    public async Task A_repeated_cursor_ends_the_list()
    {
        await using var graph = await AnsweringAsync(200, """{"data":[{"name":"t"}],"paging":{"cursors":{"after":"x"},"next":"https://graph.example"}}""");
        Assert.True((await ClientOf(graph).ListTemplatesAsync(Account, Ct)).IsSuccess);
        Assert.Equal(2, graph.Requests);
    }

    [Fact]
    public async Task Numbers_are_listed()
    {
        await using var graph = await AnsweringAsync(200,
            """{"data":[{"id":"42","display_phone_number":"+55 11 3000-1000","verified_name":"Loja","quality_rating":"GREEN","status":"CONNECTED","name_status":"APPROVED","throughput":{"level":"STANDARD"},"whatsapp_business_manager_messaging_limit":"TIER_2K"}]}""");
        var result = await ClientOf(graph).ListPhoneNumbersAsync(Account, Ct);
        Assert.Equal(
            new PhoneNumberState
            {
                Id = "42", DisplayPhoneNumber = "+55 11 3000-1000", VerifiedName = "Loja", QualityRating = "GREEN", Status = "CONNECTED",
                NameStatus = "APPROVED", ThroughputLevel = "STANDARD", MessagingLimit = "TIER_2K",
            },
            Assert.Single(result.Value!));
        Assert.Equal("/v25.0/7001/phone_numbers", graph.Last.Path);
    }

    [Fact]
    public async Task A_template_is_submitted_and_its_category_is_returned()
    {
        await using var graph = await AnsweringAsync(200, """{"id":"9","status":"PENDING","category":"MARKETING"}""");
        var result = await ClientOf(graph).SubmitTemplateAsync(
            Account,
            new() { Name = "boas_vindas", Language = "pt_BR", Category = "UTILITY", HasNamedParameters = true, ComponentsJson = """[{"type":"BODY","text":"Oi {{first_name}}"}]""" },
            Ct);

        Assert.Equal(new SubmittedTemplate { Id = "9", Status = "PENDING", Category = "MARKETING" }, result.Value);
        Assert.Equal(("POST", "/v25.0/7001/message_templates"), (graph.Last.Method, graph.Last.Path));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"name":"boas_vindas","language":"pt_BR","category":"UTILITY","parameter_format":"named","components":[{"type":"BODY","text":"Oi {{first_name}}"}]}"""),
            JsonNode.Parse(graph.Last.Body)));
    }

    [Fact]
    public async Task A_refused_template_is_classified_as_a_template_problem()
    {
        await using var graph = await AnsweringAsync(400,
            """{"error":{"code":100,"error_subcode":2388024,"error_user_title":"Já existe","error_user_msg":"Já existe conteúdo neste idioma"}}""");
        var result = await ClientOf(graph).SubmitTemplateAsync(Account, new() { Name = "t", Language = "pt_BR", Category = "UTILITY", ComponentsJson = "[]" }, Ct);
        Assert.Equal(GraphErrorClass.TemplateProblem, result.Error!.Class);
        Assert.Equal("Já existe conteúdo neste idioma", result.Error.UserMessage);
    }

    [Theory]
    [InlineData(null, "?name=boas_vindas")]
    [InlineData("9", "?name=boas_vindas&hsm_id=9")]
    public async Task A_template_is_deleted_in_one_language_or_in_all(string? id, string query)
    {
        await using var graph = await AnsweringAsync(200, """{"success":true}""");
        Assert.True((await ClientOf(graph).DeleteTemplateAsync(Account, "boas_vindas", id, Ct)).IsSuccess);
        Assert.Equal(("DELETE", "/v25.0/7001/message_templates", query), (graph.Last.Method, graph.Last.Path, graph.Last.Query));
    }

    [Fact]
    public async Task The_app_is_subscribed_to_the_account()
    {
        await using var graph = await AnsweringAsync(200, """{"success":true}""");
        Assert.True((await ClientOf(graph).SubscribeAsync(Account, Ct)).IsSuccess);
        Assert.Equal(("POST", "/v25.0/7001/subscribed_apps"), (graph.Last.Method, graph.Last.Path));
        Assert.DoesNotContain("fictional-token", Account.ToString(), StringComparison.Ordinal);
    }
}
