using System.Text.Json;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Templates;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Templates;

/// <summary>
/// Reading an account's templates from WhatsApp, page by page. Each test has its own app, because the account has only one
/// list.
/// </summary>
public sealed class TemplateTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private readonly BalcaoApp _app = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact, Rule("T1"), KnownFailure(17)]
    public async Task All_pages_are_read_not_only_the_first()
    {
        Account([.. Enumerable.Range(1, 60).Select(i => Definition($"pedido_{i:00}"))], pageSize: 25);
        using var clara = _app.As(Clara);

        await clara.Api.SyncTemplatesAsync(Balcao500.Id, Cancel);

        var list = await ReadAsync(clara, items => items.Count == 60);
        Assert.Equal(Enumerable.Range(1, 60).Select(i => $"pedido_{i:00}"), list.Items.Select(t => t.Name));
        Assert.All(list.Items, t => Assert.Equal(("pt_BR", TemplateStatus.Approved, TemplateCategory.Utility), (t.Language, t.Status, t.Category)));
        Assert.Equal(3, _app.Graph.Calls.Count(call => call.Path.EndsWith("/message_templates", StringComparison.Ordinal)));
        var source = Assert.Single(list.Sources);
        Assert.Equal([Balcao500.Id, Balcao501.Id], source.Numbers.Select(n => n.Id));
        Assert.Equal(_app.Time.GetUtcNow(), source.SyncedAt);
        Assert.Empty((await _app.As(Renata).Api.ListTemplatesAsync(Cancel)).Items);
    }

    [Fact, Rule("T1"), KnownFailure(18)]
    public async Task A_synchronization_updates_changed_templates_and_removes_deleted_ones()
    {
        Account([Definition("fica", status: "PENDING"), Definition("some")]);
        using var clara = _app.As(Clara);
        await clara.Api.SyncTemplatesAsync(Balcao500.Id, Cancel);
        var before = await ReadAsync(clara, items => items.Count == 2);

        Account([Definition("fica", status: "REJECTED", quality: "RED", reason: "PROMOTIONAL"), Definition("novo", status: "FUTURE_WORD")]);
        await clara.Api.SyncTemplatesAsync(Balcao500.Id, Cancel);

        var after = await ReadAsync(clara, items => items.Any(t => t.Name == "novo"));
        Assert.Equal(["fica", "novo"], after.Items.Select(t => t.Name));
        Assert.Equal((before.Items[0].Id, TemplateStatus.Rejected, TemplateQuality.Low, "PROMOTIONAL"),
            (after.Items[0].Id, after.Items[0].Status, after.Items[0].Quality, after.Items[0].RejectionReason));
        Assert.Equal((TemplateStatus.Other, "FUTURE_WORD"), (after.Items[1].Status, after.Items[1].WhatsAppStatus));
    }

    [Theory, Rule("T1"), KnownFailure(18)]
    [InlineData("message_template_status_update", """{"event":"APPROVED","message_template_id":44120001,"message_template_name":"pedido","message_template_language":"pt-BR","reason":null}""")]
    [InlineData("message_template_quality_update", """{"previous_quality_score":"UNKNOWN","new_quality_score":"GREEN","message_template_id":44120001,"message_template_name":"pedido"}""")]
    [InlineData("message_template_components_update", """{"message_template_id":44120001,"message_template_name":"pedido","message_template_element":"Seu pedido saiu."}""")]
    [InlineData("template_category_update", """{"message_template_id":44120001,"message_template_name":"pedido","new_category":"UTILITY","correct_category":"UTILITY"}""")]
    public async Task A_webhook_about_a_template_starts_a_synchronization(string field, string value)
    {
        Account([Definition("pedido", status: "PENDING")]);
        using var clara = _app.As(Clara);
        await clara.Api.SyncTemplatesAsync(Balcao500.Id, Cancel);
        await ReadAsync(clara, items => items.Any(t => t.Status is TemplateStatus.Pending));

        Account([Definition("pedido", status: "APPROVED", quality: "GREEN")]);
        // Sent twice, because WhatsApp may repeat every webhook.
        foreach (var _ in (int[])[1, 2]) Assert.True((await _app.PostWebhook(AboutAccount(field, value))).IsSuccessStatusCode);

        Assert.True((await clara.Api.ListTemplatesAsync(Cancel)).Sources[0].IsRunning);
        var after = await ReadAsync(clara, items =>
        {
            // Advanced at each check: a worker that read the clock just before an advance would wait for the next one.
            _app.Time.Advance(TimeSpan.FromSeconds(10));
            return items.Any(t => t is { Status: TemplateStatus.Approved, Quality: TemplateQuality.High });
        });
        Assert.Equal("pedido", Assert.Single(after.Items).Name);
        Assert.Empty((await _app.As(Renata).Api.ListTemplatesAsync(Cancel)).Items);
    }

    [Fact]
    public async Task A_lane_uses_the_stored_state_of_a_synchronization_and_does_not_cache_it()
    {
        const string Approved = """{"event":"APPROVED","message_template_id":44120001,"message_template_name":"pedido","message_template_language":"pt-BR","reason":null}""";
        await _app.PostWebhook(AboutAccount("message_template_status_update", Approved));
        await _app.WriteAsync(TenantScope.Of(LojaExemplo), db => db.TemplateSyncs.ExecuteDeleteAsync(Cancel));

        await _app.PostWebhook(AboutAccount("message_template_status_update", Approved));

        Assert.Equal(1, await _app.ReadAsync(LojaExemplo, db => db.TemplateSyncs.CountAsync(Cancel)));
        Assert.Equal(0, await _app.ReadAsync(TenantScope.Everyone, db => db.Journal.CountAsync(e => e.Outcome == JournalOutcome.SetAside, Cancel)));
    }

    [Fact]
    public async Task A_failed_synchronization_keeps_the_list_and_shows_the_reason_and_a_new_token_starts_another()
    {
        Account([Definition("fica")]);
        using var clara = _app.As(Clara);
        await clara.Api.SyncTemplatesAsync(Balcao500.Id, Cancel);
        await ReadAsync(clara, items => items.Count == 1);

        _app.Graph.Answer = _ => GraphAnswer.Error(190, "expired", 401, 463);
        await clara.Api.SyncTemplatesAsync(Balcao500.Id, Cancel);
        await Waiting.Eventually(async () => (await clara.Api.ListTemplatesAsync(Cancel)).Sources[0].Failure is not null, "the failure is told");
        var failed = await clara.Api.ListTemplatesAsync(Cancel);
        Assert.Equal(("templates.tokenExpired", false), (failed.Sources[0].Failure!.Code, failed.Sources[0].IsRunning));
        Assert.NotEqual("templates.tokenExpired", failed.Sources[0].Failure!.Reason);
        Assert.Single(failed.Items);

        Account([Definition("fica"), Definition("mais_um")]);
        using var otavio = _app.As(Otavio);
        await otavio.Api.ReplaceAccessTokenAsync(Balcao500.Id, new ReplaceAccessTokenRequest { AccessToken = "EAAnovo" }, Cancel);
        var mended = await ReadAsync(clara, items => items.Count == 2);
        Assert.Null(mended.Sources[0].Failure);
    }

    [Theory]
    [InlineData("IN_APPEAL", TemplateStatus.InAppeal)]
    [InlineData("PENDING_DELETION", TemplateStatus.PendingDeletion)]
    [InlineData(null, TemplateStatus.Other)]
    public void A_status_of_WhatsApp_is_mapped_or_becomes_Other(string? word, TemplateStatus status) => Assert.Equal(status, TemplateWords.StatusOf(word));

    private static async Task<TemplateList> ReadAsync(HttpClient who, Func<IReadOnlyList<TemplateItem>, bool> isSo)
    {
        await Waiting.Eventually(async () => await who.Api.ListTemplatesAsync(Cancel) is { } list && isSo(list.Items) && !list.Sources[0].IsRunning, "the list is read");
        return await who.Api.ListTemplatesAsync(Cancel);
    }

    private static string AboutAccount(string field, string value) =>
        $$"""{"object":"whatsapp_business_account","entry":[{"id":"{{Balcao500.WabaId}}","time":1790000000,"changes":[{"field":"{{field}}","value":{{value}}}]}]}""";

    private static object Definition(string name, string status = "APPROVED", string? quality = null, string reason = "NONE") => new
    {
        id = "7" + name.GetHashCode(StringComparison.Ordinal), name, status, language = "pt_BR", category = "UTILITY", parameter_format = "POSITIONAL", rejected_reason = reason,
        quality_score = quality is null ? null : new { score = quality },
        components = new[] { new { type = "BODY", text = "Seu pedido saiu." } },
    };

    /// <summary>Sets the account's templates, which are returned in pages as Graph does.</summary>
    private void Account(IReadOnlyList<object> templates, int pageSize = 100) => _app.Graph.Answer = call =>
    {
        if (call.Path != $"/v25.0/{Balcao500.WabaId}/message_templates") return null;
        var after = System.Web.HttpUtility.ParseQueryString(call.Query)["after"];
        var from = after is null ? 0 : int.Parse(after, System.Globalization.CultureInfo.InvariantCulture);
        var to = Math.Min(from + pageSize, templates.Count);
        return GraphAnswer.Json(JsonSerializer.Serialize(new
        {
            data = templates.Skip(from).Take(to - from),
            paging = new { cursors = new { before = $"{from}", after = $"{to}" }, next = to < templates.Count ? "https://graph.example/next" : null },
        }, WithoutNulls));
    };
}
