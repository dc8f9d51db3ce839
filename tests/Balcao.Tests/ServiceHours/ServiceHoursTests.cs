using System.Net;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.ServiceHours;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.ServiceHours;

/// <summary>Administrators save the hours of a number; everybody in the tenant reads them.</summary>
public sealed class ServiceHoursTests(BalcaoApp app) : HttpTests(app)
{
    /// <summary>Monday 08:00 to 12:00 and 13:00 to 18:00, holidays, and a shorter day.</summary>
    private static ServiceHoursDocument Office => new()
    {
        TimeZone = "America/Sao_Paulo",
        Weekly = [new(DayOfWeek.Monday, 8 * 60, 12 * 60), new(DayOfWeek.Monday, 13 * 60, 18 * 60), new(DayOfWeek.Sunday, 22 * 60, 24 * 60)],
        Holidays = [Holiday.NewYear, Holiday.Christmas],
        Dates = [new(new DateOnly(2026, 12, 24), "Véspera de Natal", [new(8 * 60, 12 * 60)]), new(new DateOnly(2026, 12, 31), null, [])],
    };

    [Fact, Rule("H1", "W2")]
    public async Task What_an_administrator_saves_is_read_by_agents_and_shown_at_the_number()
    {
        using var clara = As(Clara);
        using var ana = As(Ana);

        await clara.Api.SaveServiceHoursAsync(Balcao500.Id, new ServiceHoursDocument { TimeZone = "UTC", Weekly = [new(DayOfWeek.Friday, 0, 60)] }, Cancel);
        var saved = await clara.Api.SaveServiceHoursAsync(Balcao500.Id, Office, Cancel);
        var read = await ana.Api.GetServiceHoursAsync(Balcao500.Id, Cancel);
        var number = (await ana.Api.ListNumbersAsync(Cancel)).Items.Single(n => n.Id == Balcao500.Id);

        Assert.Equivalent(Office, read.Hours with { Version = null }, strict: true);
        Assert.Equivalent(saved, read, strict: true);
        // Monday, 10:00 in São Paulo.
        Assert.Equal(new HoursState(true, Opening.AddHours(2), "America/Sao_Paulo", false), read.State);
        Assert.Equal(read.State, number.Hours);
    }

    [Fact, Rule("H1")]
    public async Task A_number_without_hours_is_always_open_in_the_tenant_s_zone()
    {
        using var ana = As(Ana);
        var read = await ana.Api.GetServiceHoursAsync(Balcao501.Id, Cancel);

        Assert.Equal(new HoursState(true, null, "America/Sao_Paulo", true), read.State);
        Assert.True(read.Hours.IsAlwaysOpen);
        Assert.Equal(read.State, (await ana.Api.ListNumbersAsync(Cancel)).Items.Single(n => n.Id == Balcao501.Id).Hours);
    }

    [Fact, Rule("W2", "P2")]
    public async Task Agents_and_other_tenants_cannot_change_them()
    {
        using var ana = As(Ana);
        using var renata = As(Renata);

        Assert.Equal("http.403", (await ana.Api.SaveServiceHoursAsync(Balcao501.Id, Office, Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await renata.Api.SaveServiceHoursAsync(Balcao501.Id, Office, Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await renata.Api.GetServiceHoursAsync(Balcao501.Id, Cancel).Refused()).Code);
        Assert.False(await App.ReadAsync(LojaExemplo, db => db.ServiceHours.AnyAsync(h => h.ChannelId == Balcao501.Id, Cancel)));
    }

    [Fact]
    public async Task Each_change_is_a_new_version_of_the_channel_s_facts_and_a_refused_one_is_not()
    {
        using var clara = As(Clara);
        var before = await VersionAsync(Balcao500);
        await clara.Api.SaveServiceHoursAsync(Balcao500.Id, Office, Cancel);
        Assert.Equal(before + 1, await VersionAsync(Balcao500));

        await clara.Api.SaveServiceHoursAsync(Balcao500.Id, Office with { TimeZone = "Nowhere/Land" }, Cancel).Refused();
        Assert.Equal(before + 1, await VersionAsync(Balcao500));
    }

    private Task<int> VersionAsync(CastNumber number) =>
        App.ReadAsync(LojaExemplo, db => db.Channels.Where(c => c.Id == number.Id).Select(c => c.FactsVersion).SingleAsync(Cancel));

    [Fact]
    public async Task Hours_that_were_read_before_somebody_else_saved_are_not_saved()
    {
        using var clara = As(Clara);
        var read = (await clara.Api.GetServiceHoursAsync(Balcao500.Id, Cancel)).Hours;
        var saved = (await clara.Api.SaveServiceHoursAsync(Balcao500.Id, read with { IsAlwaysOpen = !read.IsAlwaysOpen }, Cancel)).Hours;

        var refused = await clara.Api.SaveServiceHoursAsync(Balcao500.Id, read with { TimeZone = "UTC" }, Cancel).Refused();

        Assert.Equal(("setting.changedMeanwhile", 409), (refused.Code, refused.Status));
        Assert.Contains(Clara.Name, refused.Title, StringComparison.Ordinal);
        Assert.Equal(saved.Version, (await clara.Api.GetServiceHoursAsync(Balcao500.Id, Cancel)).Hours.Version);
        Assert.NotEqual(saved.Version, (await clara.Api.SaveServiceHoursAsync(Balcao500.Id, saved with { IsAlwaysOpen = read.IsAlwaysOpen }, Cancel)).Hours.Version);
    }

    [Fact]
    public async Task Saving_what_is_stored_in_another_order_changes_nothing()
    {
        using var clara = As(Clara);
        var saved = (await clara.Api.SaveServiceHoursAsync(Balcao500.Id, Office, Cancel)).Hours;
        var entries = await EntriesAsync();

        var again = await clara.Api.SaveServiceHoursAsync(
            Balcao500.Id, Office with { Weekly = [.. Office.Weekly.Reverse()], Holidays = [.. Office.Holidays.Reverse()], Dates = [.. Office.Dates.Reverse()] }, Cancel);

        Assert.Equal((saved.Version, entries), (again.Hours.Version, await EntriesAsync()));
        var renamed = Office with { Dates = [Office.Dates[0] with { Name = "Natal" }, Office.Dates[1]] };
        Assert.Equal(saved.Version + 1, (await clara.Api.SaveServiceHoursAsync(Balcao500.Id, renamed, Cancel)).Hours.Version);

        Task<int> EntriesAsync() => App.ReadAsync(LojaExemplo, db => db.SecurityEvents.CountAsync(e => e.SubjectId == Balcao500.Id.Value, Cancel));
    }

    private static string TooMany => """{"timeZone":"UTC","weekly":["""
        + string.Join(',', Enumerable.Range(0, 13).Select(i => $$"""{"day":"monday","fromMinute":{{i * 60}},"toMinute":{{i * 60 + 30}}}""")) + "]}";

    public static TheoryData<string, string> Wrong => new()
    {
        { """{"timeZone":""}""", "input.required" },
        { """{"timeZone":"Nowhere/Land"}""", "hours.timeZoneUnknown" },
        { """{"timeZone":"UTC","weekly":[{"day":"monday","fromMinute":600,"toMinute":600}]}""", "hours.intervalInvalid" },
        { """{"timeZone":"UTC","weekly":[{"day":"monday","fromMinute":-1,"toMinute":60}]}""", "hours.intervalInvalid" },
        { """{"timeZone":"UTC","weekly":[{"day":"monday","fromMinute":0,"toMinute":1441}]}""", "hours.intervalInvalid" },
        { """{"timeZone":"UTC","weekly":[{"day":"monday","fromMinute":0,"toMinute":61},{"day":"monday","fromMinute":60,"toMinute":120}]}""", "hours.overlap" },
        { """{"timeZone":"UTC","weekly":[null]}""", "input.required" },
        { """{"timeZone":"UTC","holidays":["christmas","christmas"]}""", "input.invalid" },
        { """{"timeZone":"UTC","dates":[{"date":"2026-12-24","name":null,"intervals":[]},{"date":"2026-12-24","name":null,"intervals":[]}]}""", "hours.dateTwice" },
        { """{"timeZone":"UTC","dates":[{"date":"1999-12-24","name":null,"intervals":[]}]}""", "input.invalid" },
        { TooMany, "hours.tooManyIntervals" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task Hours_that_contradict_themselves_are_refused(string json, string code)
    {
        using var clara = As(Clara);
        using var content = new StringContent(json, null, "application/json");

        var answer = await clara.PutAsync($"/api/numbers/{Balcao500.Id}/hours", content, Cancel).ShouldBe(HttpStatusCode.BadRequest);

        Assert.Equal(code, await answer.ProblemCode());
    }

    [Fact]
    public async Task Intervals_that_touch_are_allowed()
    {
        using var clara = As(Clara);
        var view = await clara.Api.SaveServiceHoursAsync(
            Balcao500.Id, Office with { Weekly = [new(DayOfWeek.Monday, 8 * 60, 12 * 60), new(DayOfWeek.Monday, 12 * 60, 18 * 60)] }, Cancel);

        Assert.Equal(Opening.AddHours(8), view.State.ChangesAt);
    }

    [Fact, Rule("H1")]
    public async Task Holidays_are_listed_for_a_year()
    {
        using var ana = As(Ana);
        var items = (await ana.Api.ListHolidaysAsync(2027, Cancel)).Items;

        Assert.Equal(13, items.Count);
        Assert.Contains(new HolidayItem(Holiday.GoodFriday, new DateOnly(2027, 3, 26), false), items);
        Assert.Equal("input.invalid", (await ana.Api.ListHolidaysAsync(1, Cancel).Refused()).Code);
        await ana.GetAsync("/api/holidays", Cancel).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_change_of_the_group_s_names_reaches_the_facts_of_its_numbers()
    {
        using var clara = As(Clara);
        var version = await VersionAsync(Balcao500);
        var other = await VersionAsync(Balcao501);

        await clara.Api.SaveChatGroupAsync(Atendimento, new SaveChatGroupRequest
        {
            Name = "Atendimento", DisplayName = "Outro nome", Members = [new SaveChatGroupMember { AgentId = Ana.Id }, new SaveChatGroupMember { AgentId = Bruno.Id }],
        }, Cancel);

        Assert.Equal(version + 1, await VersionAsync(Balcao500));
        Assert.Equal(other, await VersionAsync(Balcao501)); // it does not serve this one
    }
}
