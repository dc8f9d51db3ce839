using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>Every webhook field other than messages, and where its content is stored.</summary>
public sealed class FieldTests(BalcaoApp app) : InboundTests(app)
{
    public static TheoryData<string, string, NumberNoticeKind, NoticeSeverity, string, string?> Notices => new()
    {
        { "phone_number_quality_update", """{"display_phone_number":"551140000500","event":"FLAGGED"}""", NumberNoticeKind.Quality, NoticeSeverity.Warning, "FLAGGED", null },
        { "phone_number_quality_update", """{"display_phone_number":"551140000500","event":"THROUGHPUT_UPGRADE","max_daily_conversations_per_business":"TIER_10K"}""", NumberNoticeKind.Limit, NoticeSeverity.Info, "TIER_10K", null },
        { "phone_number_quality_update", """{"display_phone_number":"551140000500","event":"UPGRADE","current_limit":"TIER_1K","old_limit":"TIER_250"}""", NumberNoticeKind.Limit, NoticeSeverity.Info, "TIER_1K", "TIER_250" },
        { "business_capability_update", """{"max_daily_conversations_per_business":100000,"max_phone_numbers_per_business":25}""", NumberNoticeKind.Limit, NoticeSeverity.Info, "TIER_100K", null },
        { "business_capability_update", """{"max_daily_conversation_per_phone":-1,"max_phone_numbers_per_waba":"25"}""", NumberNoticeKind.Limit, NoticeSeverity.Info, "TIER_UNLIMITED", null },
        { "phone_number_name_update", """{"display_phone_number":"551140000500","decision":"REJECTED","requested_verified_name":"Loja Exemplo","rejection_reason":"NAME_EXISTS"}""", NumberNoticeKind.Name, NoticeSeverity.Warning, "REJECTED", "Loja Exemplo · NAME_EXISTS" },
        { "account_update", """{"event":"ACCOUNT_VIOLATION","violation_info":{"violation_type":"ALCOHOL"}}""", NumberNoticeKind.Account, NoticeSeverity.Warning, "ACCOUNT_VIOLATION", "ALCOHOL" },
        { "account_update", """{"event":"ACCOUNT_RESTRICTION","restriction_info":[{"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING","expiration":"1790000000"}]}""", NumberNoticeKind.Account, NoticeSeverity.Critical, "ACCOUNT_RESTRICTION", "RESTRICTED_BIZ_INITIATED_MESSAGING" },
        { "account_update", """{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"DISABLE","waba_ban_date":"2026-04-01"}}""", NumberNoticeKind.Account, NoticeSeverity.Critical, "DISABLED_UPDATE", "DISABLE · 2026-04-01" },
        { "account_update", """{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"REINSTATE"}}""", NumberNoticeKind.Account, NoticeSeverity.Info, "DISABLED_UPDATE", "REINSTATE" },
        { "account_update", """{"event":"VOLUME_BASED_PRICING_TIER_UPDATE","volume_tier_info":{"tier":"1"}}""", NumberNoticeKind.Account, NoticeSeverity.Info, "VOLUME_BASED_PRICING_TIER_UPDATE", null },
        { "account_alerts", """{"entity_type":"PHONE_NUMBER","entity_id":100200300400500,"alert_info":{"alert_severity":"CRITICAL","alert_status":"ACTIVE","alert_type":"PROFILE_PICTURE_LOST","alert_description":"Foto perdida"}}""", NumberNoticeKind.Alert, NoticeSeverity.Critical, "PROFILE_PICTURE_LOST", "ACTIVE · Foto perdida" },
        { "account_review_update", """{"decision":"REJECTED"}""", NumberNoticeKind.Review, NoticeSeverity.Critical, "REJECTED", null },
        { "security", """{"display_phone_number":"551140000500","event":"PIN_RESET_REQUEST","requester":"42"}""", NumberNoticeKind.Security, NoticeSeverity.Warning, "PIN_RESET_REQUEST", null },
        { "business_username_updates", """{"display_phone_number":"+55 11 4000-0500","username":"loja.exemplo","status":"approved"}""", NumberNoticeKind.Username, NoticeSeverity.Info, "approved", "loja.exemplo" },
    };

    private static int _minutes;

    /// <summary>
    /// Later than all earlier notices, in whatever order the tests run, because an older notice never replaces a newer one.
    /// </summary>
    private DateTimeOffset Later() => Now.AddMinutes(Interlocked.Increment(ref _minutes));

    [Theory, MemberData(nameof(Notices))]
    public async Task A_notice_about_a_number_is_shown_in_its_health(string field, string value, NumberNoticeKind kind, NoticeSeverity severity, string code, string? detail)
    {
        var at = Later();
        await PostFieldAsync(field, value, metadata: false, at: at);
        await PostFieldAsync(field, value, metadata: false, at: at);
        var told = Assert.Single((await NumberOf(Balcao500, Ana)).Health, n => n.Kind == kind && n.Code == code && n.At == at);
        Assert.Equal((severity, detail), (told.Severity, told.Detail));
        Assert.Equal(1, await App.ReadAsync(LojaExemplo, db => db.NumberNotices.CountAsync(n => n.ChannelId == Balcao500.Id && n.Kind == kind && n.At == at)));
        Assert.DoesNotContain((await NumberOf(NumeroDaOutra, Igor)).Health, n => n.Code == code && n.At == at);
    }

    [Fact, KnownFailure(15)]
    public async Task A_notice_with_a_future_time_is_stored_with_the_current_time_and_does_not_hide_later_ones()
    {
        await PostFieldAsync("security", """{"display_phone_number":"551140000500","event":"PIN_CHANGED","requester":"amanha"}""", metadata: false, at: Now.AddDays(400));
        Assert.Equal([Now], await App.ReadAsync(LojaExemplo, db => db.NumberNotices
            .Where(n => n.ChannelId == Balcao500.Id && n.Code == "PIN_CHANGED").Select(n => n.At).ToListAsync()));

        await PostFieldAsync("security", """{"display_phone_number":"551140000500","event":"PIN_RESET_SUCCESS"}""", metadata: false, at: Later());
        Assert.Equal("PIN_RESET_SUCCESS", Assert.Single((await NumberOf(Balcao500, Ana)).Health, n => n.Kind is NumberNoticeKind.Security).Code);
    }

    [Theory, KnownFailure(15)]
    [InlineData("user_preferences", """{"user_preferences":[{"wa_id":"LONG","user_id":"LONG","category":"marketing_messages","value":"stop","timestamp":1772456400,"detail":"MARK"}]}""")]
    [InlineData("user_id_update", """{"user_id_update":[{"wa_id":"LONG","user_id":{"previous":"LONG","current":"LONG"},"timestamp":1772456400,"detail":"MARK"}]}""")]
    [InlineData("smb_app_state_sync", """{"state_sync":[{"type":"contact","contact":{"full_name":"MARK","phone_number":"LONG","user_id":"LONG"},"action":"add","metadata":{"timestamp":"1772456400"}}]}""")]
    public async Task A_too_long_id_matches_no_contact_and_the_update_is_kept_in_the_journal(string field, string value)
    {
        var mark = "de-ninguem-" + field;
        await PostFieldAsync(field, value.Replace("LONG", new string('x', 700), StringComparison.Ordinal).Replace("MARK", mark, StringComparison.Ordinal));
        Assert.Equal(JournalOutcome.Kept, await OutcomeOf(mark));
    }

    [Fact]
    public async Task A_notice_about_the_account_is_shown_on_all_its_numbers_and_never_replaced_by_an_older_one()
    {
        var at = Later();
        await PostFieldAsync("account_review_update", """{"decision":"APPROVED"}""", metadata: false, at: at);
        await PostFieldAsync("account_review_update", """{"decision":"PENDING"}""", metadata: false, at: at.AddMinutes(-1));
        foreach (var number in (CastNumber[])[Balcao500, Balcao501])
            Assert.Equal("APPROVED", Assert.Single((await NumberOf(number)).Health, n => n.Kind is NumberNoticeKind.Review).Code);
        Assert.Empty((await NumberOf(NumeroDaOutra, Igor)).Health);
    }

    [Fact]
    public async Task Screens_receive_changes_of_a_number_s_health()
    {
        using var ana = As(Ana);
        var asOf = (await ana.Api.ListNumbersAsync(Cancel)).AsOf;
        await PostFieldAsync("security", """{"display_phone_number":"551140000501","event":"PIN_CHANGED"}""", metadata: false, at: Later());
        var number = Assert.Single((await ana.Api.GetChangesAsync(asOf, Cancel)).Numbers);
        Assert.Equal((Balcao501.Id, "PIN_CHANGED"), (number.Id, Assert.Single(number.Health, n => n.Kind is NumberNoticeKind.Security).Code));
    }

    [Fact]
    public async Task An_error_without_a_message_is_shown_in_the_number_s_health()
    {
        await PostFieldAsync("messages", """{"messaging_product":"whatsapp","errors":[{"code":"130429","title":"Rate limit hit","error_data":{"details":"Too many"}}]}""");
        var told = Assert.Single((await NumberOf(Balcao500)).Health, n => n.Kind is NumberNoticeKind.Error);
        Assert.Equal(("130429", "Too many", NoticeSeverity.Warning), (told.Code, told.Detail, told.Severity));
    }

    [Theory]
    [InlineData("flows", """{"event":"FLOW_STATUS_CHANGE","flow_id":"44120005","old_status":"DRAFT","new_status":"PUBLISHED"}""")]
    [InlineData("calls", """{"calls":[{"id":"wacid.44120006"}]}""")]
    [InlineData("group_lifecycle_update", """{"groups":[{"group_id":"44120007"}]}""")]
    [InlineData("group_participants_update", """{"groups":[{"group_id":"44120008"}]}""")]
    [InlineData("group_settings_update", """{"groups":[{"group_id":"44120009"}]}""")]
    [InlineData("group_status_update", """{"groups":[{"group_id":"44120010"}]}""")]
    [InlineData("payment_configuration_update", """{"configuration_name":"44120011"}""")]
    [InlineData("partner_solutions", """{"event":"SOLUTION_CREATED","solution_id":"44120012"}""")]
    [InlineData("automatic_events", """{"automatic_events":[{"id":"44120013"}]}""")]
    [InlineData("account_settings_update", """{"event":"44120014"}""")]
    [InlineData("campo_de_amanha", """{"algo":"44120015"}""")]
    public async Task Unused_fields_are_kept_in_the_journal_under_their_tenant(string field, string value)
    {
        await PostFieldAsync(field, value, metadata: false);
        var mark = value[value.IndexOf("441200", StringComparison.Ordinal)..][..8];
        var entry = await App.ReadAsync(TenantScope.Everyone, db => db.Journal.SingleAsync(e => e.Json.Contains(mark)));
        Assert.Equal((JournalOutcome.Kept, LojaExemplo), (entry.Outcome, entry.TenantId));
    }

    [Fact]
    public async Task The_latest_marketing_preference_of_a_customer_is_stored()
    {
        var customer = NewCustomer();
        var message = Webhooks.Text(customer, "Oi", Now);
        await ReceiveAsync(message);
        var contact = (await PlaceOf(message)).Contact.Id;
        Task Prefers(string value, DateTimeOffset at) => PostFieldAsync("user_preferences",
            $$"""{"user_preferences":[{"wa_id":"{{customer.WaId}}","detail":"…","category":"marketing_messages","value":"{{value}}","timestamp":{{Seconds(at)}}}]}""");

        Assert.Null((await CardOf(contact)).Marketing);
        await Prefers("stop", Now.AddMinutes(1));
        Assert.Equal(new MarketingConsentItem(ConsentState.Stopped, Now.AddMinutes(1), ConsentSource.WhatsAppPreference), (await CardOf(contact)).Marketing);
        await Prefers("resume", Now.AddMinutes(5));
        await Prefers("stop", Now.AddMinutes(3)); // late: a newer preference is stored already
        Assert.Equal(new MarketingConsentItem(ConsentState.Granted, Now.AddMinutes(5), ConsentSource.WhatsAppPreference), (await CardOf(contact)).Marketing);
    }

    [Fact]
    public async Task An_unknown_customer_can_stop_marketing_messages()
    {
        var id = NewUserId();
        await PostFieldAsync("user_preferences", $$"""{"user_preferences":[{"user_id":"{{id}}","category":"marketing_messages","value":"stop","timestamp":"{{Seconds(Now)}}"}]}""");
        var message = Webhooks.Text(NewCustomer(), "Oi", Now.AddMinutes(1)).WithUserId(id);
        await ReceiveAsync(message);
        Assert.Equal(ConsentState.Stopped, (await CardOf((await PlaceOf(message)).Contact.Id)).Marketing?.State);
    }

    [Fact]
    public async Task A_marketing_message_refused_by_the_customer_s_preference_also_stores_the_preference()
    {
        var customer = NewCustomer();
        var chat = await App.ChatServedBy(Ana, customer);
        using var ana = As(Ana);
        var sent = await ana.Api.SendMessageAsync(chat.Id, new SendMessageRequest { ClientKey = $"m-{customer.WaId}", Text = "Promoção" }, Cancel);
        await Waiting.Eventually(async () => (await ana.Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items.Single(m => m.Id == sent.Id).Wamid is not null, "it is sent");
        var wamid = (await ana.Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items.Single(m => m.Id == sent.Id).Wamid!;
        await ReceiveAsync(Webhooks.Status(wamid, "failed", customer, Now.AddMinutes(1), errorCode: 131050));
        Assert.Equal(new MarketingConsentItem(ConsentState.Stopped, Now.AddMinutes(1), ConsentSource.SendRefused), (await CardOf(chat.Contact)).Marketing);
    }
}
