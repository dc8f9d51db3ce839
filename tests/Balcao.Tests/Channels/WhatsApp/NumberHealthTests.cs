using Balcao.Contract;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>What WhatsApp reports stays shown until it is over: news of one thing hides no other.</summary>
[Finding("F7")]
public sealed class NumberHealthTests(BalcaoApp app) : InboundTests(app)
{
    private static int _hours;

    /// <summary>Later than whatever was told before, in whichever order the tests run.</summary>
    private DateTimeOffset Next() => Now.AddMinutes(Interlocked.Increment(ref _hours));

    private Task TellAsync(string field, string value) => PostFieldAsync(field, value, metadata: false, at: Next());

    private Task AccountAsync(string members) => TellAsync("account_update", $$"""{ {{members}} }""");

    private async Task<IReadOnlyList<NumberNoticeItem>> HealthAsync(NumberNoticeKind kind) =>
        [.. (await NumberOf(Balcao500)).Health.Where(n => n.Kind == kind)];

    private async Task<IReadOnlyList<string?>> GraveAsync(string code) =>
        [.. (await HealthAsync(NumberNoticeKind.Account)).Where(n => n.Severity > NoticeSeverity.Info && n.Code == code).Select(n => n.Detail)];

    private const string Ban = """  "event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"DISABLE","waba_ban_date":"March 2, 2026"}  """;
    private const string Reinstated = """  "event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"REINSTATE"}  """;
    private const string PriceTier = """  "event":"VOLUME_BASED_PRICING_TIER_UPDATE","volume_tier_info":{"tier":"1:2"}  """;

    [Theory]
    [InlineData(PriceTier)]
    [InlineData("""  "event":"VERIFIED_ACCOUNT"  """)]
    [InlineData("""  "event":"BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE","country":"BR"  """)]
    [InlineData("""  "event":"PARTNER_ADDED","waba_info":{"waba_id":"700800900"}  """)]
    [InlineData("""  "event":"AN_EVENT_OF_TOMORROW"  """)]
    [InlineData("""  "novo":true  """)]
    public async Task A_ban_stays_until_the_account_is_reinstated_whatever_else_is_told(string news)
    {
        await AccountAsync(Ban);
        await AccountAsync(news);
        Assert.Equal(["DISABLE · March 2, 2026"], await GraveAsync("DISABLED_UPDATE"));
        // The gravest stands first.
        Assert.Equal(NoticeSeverity.Critical, (await NumberOf(Balcao500)).Health[0].Severity);
        await AccountAsync(Reinstated);
        Assert.Empty(await GraveAsync("DISABLED_UPDATE"));
        Assert.Contains(await HealthAsync(NumberNoticeKind.Account), n => n is { Severity: NoticeSeverity.Info, Detail: "REINSTATE" });
    }

    [Fact]
    public async Task A_ban_and_what_does_not_matter_in_one_instant_both_show()
    {
        var at = Next();
        await PostFieldAsync("account_update", $$"""{ {{Ban}} }""", metadata: false, at: at);
        await PostFieldAsync("account_update", $$"""{ {{PriceTier}} }""", metadata: false, at: at);
        Assert.NotEmpty(await GraveAsync("DISABLED_UPDATE"));
        await AccountAsync(Reinstated);
    }

    [Fact]
    public async Task Restrictions_of_several_types_and_a_violation_stay_until_the_account_is_reinstated()
    {
        string Restricted(string type) => $$"""  "event":"ACCOUNT_RESTRICTION","restriction_info":[{"restriction_type":"{{type}}"}]  """;
        await AccountAsync(Restricted("RESTRICTED_BIZ_INITIATED_MESSAGING"));
        await AccountAsync(Restricted("RESTRICTED_ADD_PHONE_NUMBER_ACTION"));
        await AccountAsync("""  "event":"ACCOUNT_VIOLATION","violation_info":{"violation_type":"SCAM"}  """);
        await AccountAsync(PriceTier);
        Assert.Equal(["RESTRICTED_ADD_PHONE_NUMBER_ACTION", "RESTRICTED_BIZ_INITIATED_MESSAGING"], (await GraveAsync("ACCOUNT_RESTRICTION")).Order());
        Assert.Equal(["SCAM"], await GraveAsync("ACCOUNT_VIOLATION"));
        await AccountAsync(Reinstated);
        Assert.Empty(await GraveAsync("ACCOUNT_RESTRICTION"));
        Assert.Empty(await GraveAsync("ACCOUNT_VIOLATION"));
    }

    [Fact]
    public async Task A_restriction_ends_by_itself_when_it_expires()
    {
        var until = Now.AddHours(30);
        await AccountAsync($$"""
            "event":"ACCOUNT_RESTRICTION","restriction_info":[{"restriction_type":"RESTRICTED_CUSTOMER_INITIATED_MESSAGING","expiration":{{Seconds(until)}} },
              {"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING","expiration":"{{Seconds(Now.AddDays(90))}}"}]
            """);
        Assert.Contains(await HealthAsync(NumberNoticeKind.Account), n => n.Until == until && n.Detail == "RESTRICTED_CUSTOMER_INITIATED_MESSAGING");
        App.LetPass(TimeSpan.FromHours(31));
        Assert.Equal(["RESTRICTED_BIZ_INITIATED_MESSAGING"], await GraveAsync("ACCOUNT_RESTRICTION"));
        await AccountAsync(Reinstated);
    }

    [Fact]
    public async Task A_flag_on_the_quality_stays_until_it_is_taken_away()
    {
        Task QualityAsync(string told) => TellAsync("phone_number_quality_update", $$"""{"display_phone_number":"551140000500","event":"{{told}}","max_daily_conversations_per_business":"TIER_2K"}""");
        await QualityAsync("FLAGGED");
        await QualityAsync("THROUGHPUT_UPGRADE");
        await QualityAsync("ONBOARDING");
        await QualityAsync("UPGRADE");
        Assert.Contains(await HealthAsync(NumberNoticeKind.Quality), n => n is { Code: "FLAGGED", Severity: NoticeSeverity.Warning });
        await QualityAsync("UNFLAGGED");
        Assert.DoesNotContain(await HealthAsync(NumberNoticeKind.Quality), n => n.Code is "FLAGGED");
        // A lowered limit is another thing than the flag.
        await QualityAsync("DOWNGRADE");
        await QualityAsync("FLAGGED");
        Assert.Equal(2, (await HealthAsync(NumberNoticeKind.Quality)).Count(n => n.Severity is NoticeSeverity.Warning));
    }

    [Fact]
    public async Task An_access_that_was_lost_stays_until_it_is_regained()
    {
        await AccountAsync("""  "event":"ACCOUNT_OFFBOARDED"  """);
        await AccountAsync(PriceTier);
        Assert.NotEmpty(await GraveAsync("ACCOUNT_OFFBOARDED"));
        await AccountAsync("""  "event":"ACCOUNT_RECONNECTED"  """);
        Assert.Empty(await GraveAsync("ACCOUNT_OFFBOARDED"));
    }

    [Fact]
    public async Task An_alert_hides_no_alert_about_something_else()
    {
        Task AlertAsync(string type, string severity) => TellAsync("account_alerts",
            $$"""{"entity_type":"BUSINESS","entity_id":"1","alert_info":{"alert_severity":"{{severity}}","alert_status":"NONE","alert_type":"{{type}}","alert_description":"…"} }""");
        await AlertAsync("PROFILE_PICTURE_LOST", "CRITICAL");
        await AlertAsync("OBA_REJECTED", "WARNING");
        await AlertAsync("INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED", "INFORMATIONAL");
        Assert.Equal(["PROFILE_PICTURE_LOST", "OBA_REJECTED", "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED"], (await HealthAsync(NumberNoticeKind.Alert)).Select(n => n.Code));
        await AlertAsync("OBA_APPROVED", "INFORMATIONAL");
        Assert.DoesNotContain(await HealthAsync(NumberNoticeKind.Alert), n => n.Code is "OBA_REJECTED");
    }
}
