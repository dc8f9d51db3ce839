using System.Net;
using System.Text;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>The answers of the webhook endpoint, what is stored, and what the agent sees.</summary>
public sealed class ReceiveWebhookTests(FaultyApp app) : IClassFixture<FaultyApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => app.Time.GetUtcNow();

    [Fact, KnownFailure(25)]
    public async Task The_verification_needs_the_verify_token_and_no_signature()
    {
        using var http = app.Anyone();
        var right = await http.GetAsync($"/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={VerifyToken}", Cancel);
        Assert.Equal((HttpStatusCode.OK, "1158201444"), (right.StatusCode, await right.Content.ReadAsStringAsync(Cancel)));
        Assert.Equal("text/plain", right.Content.Headers.ContentType?.MediaType);
        var wrong = await http.GetAsync("/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=outra", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
    }

    [Fact]
    public async Task A_signed_message_is_answered_200_after_it_and_its_effects_are_stored()
    {
        var message = Webhooks.Text(DonaLucia, "Bom dia, meu pedido não chegou", Now);
        Assert.Equal(HttpStatusCode.OK, (await app.PostWebhook(Webhooks.From(Balcao500, message))).StatusCode);

        // No waiting, because the effects are committed before the answer.
        using var ana = app.As(Ana);
        var place = await ana.Api.FindMessageAsync(message.Wamid, Cancel);
        Assert.Equal(("Bom dia, meu pedido não chegou", "Dona Lúcia", Balcao500.Display), (place.Message.Text, place.Contact.Name, place.Number.Display));
        Assert.Contains((await ana.Api.ListChatsAsync(ct: Cancel)).Items, chat => chat.ConversationId == place.ConversationId);
        Assert.Equal(JournalOutcome.Applied, (await JournalOf(message.Wamid)).Outcome);
    }

    [Fact, KnownFailure(25)]
    public async Task A_wrong_signature_is_answered_401_and_nothing_is_stored()
    {
        var message = Webhooks.Text(DonaLucia, "Sou eu mesma", Now);
        using var http = app.Anyone();
        using var content = new StringContent(Webhooks.From(Balcao500, message), Encoding.UTF8, "application/json");
        content.Headers.Add("X-Hub-Signature-256", "sha256=" + new string('0', 64));
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsync("/webhooks/whatsapp", content, Cancel)).StatusCode);
        Assert.Equal(0, await MessagesWith(message.Wamid));
        Assert.Equal(0, await app.ReadAsync(TenantScope.Everyone, db => db.Journal.CountAsync(e => e.Json.Contains(message.Wamid))));
    }

    [Fact]
    public async Task A_body_over_three_megabytes_is_answered_413_and_nothing_is_stored()
    {
        var message = Webhooks.Text(DonaLucia, new string('x', 3 * 1024 * 1024), Now);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await app.PostWebhook(Webhooks.From(Balcao500, message))).StatusCode);
        Assert.Equal(0, await MessagesWith(message.Wamid));
    }

    [Fact]
    public async Task Without_a_database_the_answer_is_503_and_the_repetition_is_stored_once()
    {
        var message = Webhooks.Text(SeuJorge, "Tem alguém aí?", Now);
        var body = Webhooks.From(Balcao500, message);
        app.Engine.IsDown = true;
        try { Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.PostWebhook(body)).StatusCode); }
        finally { app.Engine.IsDown = false; }
        Assert.Equal(0, await MessagesWith(message.Wamid));

        Assert.Equal(HttpStatusCode.OK, (await app.PostWebhook(body)).StatusCode);
        Assert.Equal(1, await MessagesWith(message.Wamid));
    }

    [Fact]
    public async Task Full_lanes_are_answered_503_and_the_repetition_stores_each_message_once()
    {
        var messages = Enumerable.Range(0, (FaultyApp.LaneCapacity * 4) + 1).Select(i => Webhooks.Text(Marina, $"Linha {i}", Now)).ToArray();
        var body = Webhooks.From(Balcao500, messages);
        app.Engine.Stall();
        try { Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.PostWebhook(body)).StatusCode); }
        finally { app.Engine.GoOn(); }

        // Meta repeats the whole POST until it is accepted; here it is repeated in parts that fit into a lane.
        foreach (var part in messages.Chunk(FaultyApp.LaneCapacity / 2))
        {
            HttpStatusCode answer;
            do answer = (await app.PostWebhook(Webhooks.From(Balcao500, part))).StatusCode;
            while (answer is HttpStatusCode.ServiceUnavailable);
            Assert.Equal(HttpStatusCode.OK, answer);
        }
        var texts = await app.ReadAsync(LojaExemplo, db => db.Messages.Where(m => m.Text!.StartsWith("Linha ")).OrderBy(m => m.At).ThenBy(m => m.Id).Select(m => m.Text).ToListAsync());
        Assert.Equal(messages.Select((_, i) => $"Linha {i}"), texts);
    }

    [Fact, KnownFailure(15)]
    public async Task One_bad_update_is_set_aside_and_the_rest_of_its_post_is_stored()
    {
        var before = Webhooks.Text(DonaLucia, "Antes", Now);
        var bad = Webhooks.Text(DonaLucia, "De ninguém", Now);
        bad.Body.Remove("from"); // without a sender it can belong to no contact
        var after = Webhooks.Text(DonaLucia, "Depois", Now);
        var body = Webhooks.BatchFrom(Balcao500, before, bad with { Contact = null }, after);
        Assert.Equal(HttpStatusCode.OK, (await app.PostWebhook(body)).StatusCode);

        using var ana = app.As(Ana);
        var place = await ana.Api.FindMessageAsync(after.Wamid, Cancel);
        var texts = (await ana.Api.ListMessagesAsync(place.ConversationId, ct: Cancel)).Items.Select(m => m.Text).ToList();
        Assert.Contains("Antes", texts);
        Assert.Contains("Depois", texts);

        using var otavio = app.As(Otavio);
        var item = Assert.Single((await otavio.Api.ListSetAsideAsync(Cancel)).Items, i => i.PhoneNumberId == Balcao500.PhoneNumberId);
        Assert.Contains("no sender", item.Error, StringComparison.Ordinal);
        Assert.Equal("journal.failedAgain", (await otavio.Api.RetrySetAsideAsync(item.Id, Cancel).Refused()).Code);
        Assert.Single((await otavio.Api.ListSetAsideAsync(Cancel)).Items, i => i.Id == item.Id);
    }

    [Fact]
    public async Task An_update_that_was_set_aside_is_delivered_by_a_successful_retry()
    {
        // The state after a defect that is now fixed: the update is readable, but only in the journal.
        var message = Webhooks.Text(SeuJorge, "Fui separado", Now);
        var update = Assert.Single(Balcao.WhatsApp.Webhooks.WebhookParser.Split(Encoding.UTF8.GetBytes(Webhooks.From(Balcao500, message))));
        var entry = new JournalEntry
        {
            Id = Uuid7.New(Now), TenantId = LojaExemplo, ReceivedAt = Now, PhoneNumberId = Balcao500.PhoneNumberId,
            Json = update.RawJson, Outcome = JournalOutcome.SetAside, Error = "InvalidOperationException",
        };
        await app.WriteAsync(LojaExemplo, db => db.Add(entry));

        using var otavio = app.As(Otavio);
        await otavio.Api.RetrySetAsideAsync(entry.Id, Cancel);
        Assert.DoesNotContain((await otavio.Api.ListSetAsideAsync(Cancel)).Items, i => i.Id == entry.Id);
        using var ana = app.As(Ana);
        Assert.Equal("Fui separado", (await ana.Api.FindMessageAsync(message.Wamid, Cancel)).Message.Text);
    }

    [Theory]
    [InlineData("isto não é json")]
    [InlineData("""{"object":"instagram","entry":[]}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"campo_de_amanha","value":{"a":1}}]}]}""")]
    public async Task Unknown_signed_bodies_are_kept_in_the_journal_and_answered_200(string body)
    {
        Assert.Equal(HttpStatusCode.OK, (await app.PostWebhook(body)).StatusCode);
        var kept = await app.ReadAsync(TenantScope.Everyone, db => db.Journal.Where(e => e.Outcome == JournalOutcome.Kept).ToListAsync());
        Assert.Contains(kept, entry => entry.TenantId is null && (entry.Json == body || entry.Json.Contains("campo_de_amanha", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_update_of_an_unknown_number_is_kept_in_the_journal_and_answered_200()
    {
        var unknown = new CastNumber(default, default, "999999999999999", "1", "+55 11 0000-0000");
        var message = Webhooks.Text(DonaLucia, "Para quem?", Now);
        Assert.Equal(HttpStatusCode.OK, (await app.PostWebhook(Webhooks.From(unknown, message))).StatusCode);
        var entry = await JournalOf(message.Wamid);
        Assert.Equal((JournalOutcome.UnknownNumber, null), (entry.Outcome, entry.TenantId));
        Assert.Equal(0, await MessagesWith(message.Wamid));
    }

    [Fact]
    public async Task The_log_never_contains_message_text()
    {
        await app.PostWebhook(Webhooks.From(Balcao500, Webhooks.Text(DonaLucia, "segredo que não se registra", Now)));
        Assert.DoesNotContain(app.Log.Lines, line => line.Text.Contains("segredo que não", StringComparison.Ordinal));
    }

    private Task<int> MessagesWith(string wamid) => app.ReadAsync(LojaExemplo, db => db.Messages.CountAsync(m => m.Wamid == wamid));

    private Task<JournalEntry> JournalOf(string wamid) =>
        app.ReadAsync(TenantScope.Everyone, db => db.Journal.AsNoTracking().SingleAsync(e => e.Json.Contains(wamid)));
}
