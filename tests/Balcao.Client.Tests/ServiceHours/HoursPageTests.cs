using Balcao.Client.ServiceHours;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.ServiceHours;

/// <summary>The page of a number's hours: typed, drawn, copied, saved; read-only for agents.</summary>
[Rule("H1", "W2")]
public sealed class HoursPageTests
{
    private static ServiceHoursDocument Office => new() { TimeZone = "America/Sao_Paulo", Weekly = [new(DayOfWeek.Monday, 8 * 60, 12 * 60)] };

    private static async Task<(Screen Screen, IRenderedComponent<HoursPage> Page)> OpenAsync(ServiceHoursDocument hours, bool isAdministrator = true, HoursState? state = null)
    {
        var screen = await Screen.OpenAsync(isAdministrator ? A.Me(A.Clara, Role.Administrator) : A.Me(A.Ana));
        screen.Desk.Server.Numbers.Add(new(A.Number.Id, A.Number.Display, "100200300400500", "700800900", NumberStatus.Active, null, 0));
        screen.Desk.Server.Holidays.Add(new(Holiday.Christmas, new DateOnly(2026, 12, 25), false));
        screen.Desk.Server.Holidays.Add(new(Holiday.CorpusChristi, new DateOnly(2026, 6, 4), true));
        screen.Desk.Server.Hours = new(hours, state ?? new(true, A.Now.AddHours(1), hours.TimeZone, hours.IsAlwaysOpen));
        var page = screen.Render<HoursPage>(p => p.Add(x => x.Number, A.Number.Id.ToString()));
        page.WaitForElement("form");
        return (screen, page);
    }

    [Fact]
    public async Task It_says_that_the_number_is_open_and_when_it_closes()
    {
        var (screen, page) = await OpenAsync(Office);
        await using var _ = screen;

        Assert.Contains("Aberto agora, fecha às", page.Find(".state").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("America/Sao_Paulo", "America/Sao_Paulo", 0, "Fechado agora, abre às 15:00")]
    [InlineData("America/Sao_Paulo", "America/Manaus", 0, "Fechado agora, abre às 14:00 (horário de Manaus)")]
    [InlineData("America/Sao_Paulo", "Asia/Tokyo", 0, "Fechado agora, abre às 03:00 (horário de Tokyo)")]
    [InlineData("America/Sao_Paulo", "America/Manaus", 17, "Fechado agora, abre em 23/11/2026 07:00 (horário de Manaus)")]
    public async Task It_tells_the_time_of_the_number_and_names_its_zone_if_the_reader_has_another(string reader, string number, int hoursLater, string said)
    {
        await using var screen = await Screen.OpenAsync();
        screen.Desk.Time.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById(reader));
        var text = screen.Render<HoursStateText>(p => p.Add(t => t.State, new HoursState(false, A.Now.AddHours(1 + hoursLater), number, false)));

        Assert.Equal(said, text.Markup.Trim());
    }

    [Fact]
    public async Task A_number_without_hours_says_that_it_is_always_open_and_hides_the_week()
    {
        var (screen, page) = await OpenAsync(new() { TimeZone = "America/Sao_Paulo", IsAlwaysOpen = true }, state: new(true, null, "America/Sao_Paulo", true));
        await using var _ = screen;

        Assert.Contains("Sempre aberto", page.Find(".state").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".week"));
        page.Find("#always-open").Change(false);
        Assert.Equal(7, page.FindAll(".column").Count);
    }

    [Theory]
    [InlineData("Carregar o que foi salvo", "UTC")]
    [InlineData("Salvar o meu por cima", "America/Bahia")]
    public async Task Whose_hours_stay_is_asked_if_somebody_else_saved_meanwhile(string choice, string zone)
    {
        var (screen, page) = await OpenAsync(Office with { Version = 3 });
        await using var _ = screen;
        screen.Desk.Server.Hours = screen.Desk.Server.Hours with { Hours = Office with { Version = 4, TimeZone = "UTC" } };
        screen.Desk.Server.Instead = request => request.Method == HttpMethod.Put ? FakeBalcao.Refusal(409, "setting.changedMeanwhile", "Bruno Costa salvou.") : null;
        page.Find("#time-zone").Change("America/Bahia");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("Bruno Costa salvou", page.Find(".changed-meanwhile").TextContent, StringComparison.Ordinal));
        Assert.Equal("America/Bahia", page.Find("#time-zone").GetAttribute("value"));
        screen.Desk.Server.Instead = null;
        page.FindAll(".changed-meanwhile button").Single(b => b.TextContent.Trim() == choice).Click();

        page.WaitForAssertion(() => Assert.Equal(zone, page.Find("#time-zone").GetAttribute("value")));
        page.WaitForAssertion(() => Assert.Equal((zone, (int?)4), (screen.Desk.Server.Hours.Hours.TimeZone, screen.Desk.Server.Hours.Hours.Version)));
    }

    [Fact]
    public async Task Typed_times_a_copied_day_and_a_holiday_are_saved()
    {
        var (screen, page) = await OpenAsync(Office);
        await using var _ = screen;

        page.FindAll("li[data-day=Monday] input[type=time]")[1].Change("00:00");
        page.Find("li[data-day=Monday] select").Change("Saturday");
        page.Find("input[data-holiday=CorpusChristi]").Change(true);
        page.Find(".all-national").Click();
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("Horário salvo", page.Find(".save").TextContent, StringComparison.Ordinal));
        var saved = screen.Desk.Server.Hours.Hours;
        Assert.Equal([new WeeklyInterval(DayOfWeek.Monday, 480, 1440), new WeeklyInterval(DayOfWeek.Saturday, 480, 1440)], saved.Weekly);
        Assert.Equal([Holiday.CorpusChristi, Holiday.Christmas], saved.Holidays);
    }

    [Fact]
    public async Task What_is_changed_while_a_save_is_on_its_way_stays_unsaved()
    {
        var (screen, page) = await OpenAsync(Office);
        await using var _ = screen;
        screen.Desk.Server.Instead = request =>
        {
            if (request.Method == HttpMethod.Put) page.Find("input[data-holiday=Christmas]").Change(true);
            return null;
        };
        page.Find("input[data-holiday=CorpusChristi]").Change(true);
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("não salvas", page.Find(".save").TextContent, StringComparison.Ordinal));
        Assert.Equal([Holiday.CorpusChristi], screen.Desk.Server.Hours.Hours.Holidays);
        Assert.True(page.Find("input[data-holiday=Christmas]").HasAttribute("checked"));
        screen.Desk.Server.Instead = null;
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal([Holiday.CorpusChristi, Holiday.Christmas], screen.Desk.Server.Hours.Hours.Holidays));
    }

    [Fact]
    public async Task An_interval_is_drawn_and_dragged_with_the_pointer()
    {
        var (screen, page) = await OpenAsync(Office);
        await using var _ = screen;

        // A column is 480 pixels high: three minutes each.
        page.Find(".column[data-day=Tuesday]").PointerDown(new PointerEventArgs { OffsetY = 180, ClientY = 500, PointerType = "mouse" });
        page.Find(".week").PointerMove(new PointerEventArgs { ClientY = 590 });
        page.Find(".week").PointerUp(new PointerEventArgs { ClientY = 590 });
        Assert.Contains("09:00", page.Find(".column[data-day=Tuesday] .slot .visually-hidden").TextContent, StringComparison.Ordinal);
        Assert.Contains("14:00", page.Find(".column[data-day=Tuesday] .slot .visually-hidden").TextContent, StringComparison.Ordinal);

        page.Find(".column[data-day=Tuesday] .slot").PointerDown(new PointerEventArgs { ClientY = 100 });
        page.Find(".week").PointerMove(new PointerEventArgs { ClientY = 120 });
        var week = page.FindComponent<WeekGrid>();
        var drawn = (page.RenderCount, week.RenderCount);
        page.Find(".week").PointerMove(new PointerEventArgs { ClientY = 121 }); // the same quarter of an hour
        Assert.Equal(drawn, (page.RenderCount, week.RenderCount));
        page.Find(".week").PointerUp(new PointerEventArgs { ClientY = 120 });
        page.Find(".week").PointerMove(new PointerEventArgs { ClientY = 300 }); // no longer held
        Assert.Contains("10:00", page.Find(".column[data-day=Tuesday] .slot .visually-hidden").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interval_is_moved_and_removed_with_the_keys()
    {
        var (screen, page) = await OpenAsync(Office);
        await using var _ = screen;

        page.Find(".column[data-day=Monday] .slot").KeyDown(new KeyboardEventArgs { Key = "ArrowRight" });
        page.Find(".column[data-day=Monday] .slot").KeyDown(new KeyboardEventArgs { Key = "ArrowLeft", ShiftKey = true });
        Assert.Equal("08:15", page.FindAll("li[data-day=Monday] input[type=time]")[0].GetAttribute("value"));
        Assert.Equal("12:00", page.FindAll("li[data-day=Monday] input[type=time]")[1].GetAttribute("value"));

        page.Find(".column[data-day=Monday] .slot").KeyDown(new KeyboardEventArgs { Key = "Delete" });
        Assert.Empty(page.FindAll(".slot"));
    }

    [Fact]
    public async Task Intervals_that_overlap_are_named_at_the_day_and_not_saved()
    {
        var (screen, page) = await OpenAsync(Office);
        await using var _ = screen;

        page.Find("li[data-day=Monday] .intervals > button").Click();
        page.FindAll("li[data-day=Monday] input[type=time]")[2].Change("11:00");

        Assert.Contains("sobrepõem", page.Find("li[data-day=Monday] [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find(".save button").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Unsaved_hours_ask_before_they_are_left()
    {
        var (screen, page) = await OpenAsync(Office);
        await using var _ = screen;
        var provider = screen.Render<MudDialogProvider>();
        var navigation = screen.Services.GetRequiredService<NavigationManager>();
        var before = navigation.Uri;

        page.Find("input[data-holiday=Christmas]").Change(true);
        var leaving = page.InvokeAsync(() => navigation.NavigateTo("/contacts"));
        provider.WaitForAssertion(() => Assert.Contains("Sair sem salvar?", provider.Markup, StringComparison.Ordinal));
        provider.FindAll("button").Single(b => b.TextContent.Trim() == "Continuar editando").Click();
        await leaving;
        Assert.Equal(before, navigation.Uri);
    }

    [Fact]
    public async Task Agents_read_them_and_change_nothing()
    {
        var (screen, page) = await OpenAsync(Office, isAdministrator: false);
        await using var _ = screen;

        Assert.All(page.FindAll("input, .slot"), input => Assert.True(input.HasAttribute("disabled")));
        Assert.Empty(page.FindAll(".save"));
        page.Find(".column[data-day=Tuesday]").PointerDown(new PointerEventArgs { OffsetY = 180, PointerType = "mouse" });
        Assert.Empty(page.FindAll(".column[data-day=Tuesday] .slot"));
    }
}
