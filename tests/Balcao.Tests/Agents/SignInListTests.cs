using System.Net;
using System.Net.Http.Json;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Balcao.Tests.Realtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Agents;

/// <summary>A sign-in is a row, and its cookie is accepted only while the row is alive.</summary>
public sealed class SignInListTests(BalcaoApp app) : HttpTests(app)
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private string Origin => App.Url.GetLeftPart(UriPartial.Authority);

    [Fact, Finding("S5")]
    public async Task A_copy_of_the_cookie_and_its_hub_connection_end_with_the_sign_out()
    {
        var cookie = await Screen.CookieOfAsync(App, Ana);
        var (here, thief) = (With(cookie), With(cookie));
        await thief.Api.GetMeAsync(Cancel);
        await using var hub = Screen.Hub(App, cookie, Origin);
        var closed = new TaskCompletionSource();
        hub.Closed += _ => { closed.TrySetResult(); return Task.CompletedTask; };
        await hub.StartAsync(Cancel);
        await using var elsewhere = await Screen.OpenAsync(App, Ana);

        await here.Api.SignOutAsync(Cancel);

        Assert.Equal("http.401", (await thief.Api.GetMeAsync(Cancel).Refused()).Code);
        Assert.Equal("http.401", (await thief.Api.ListChatsAsync(ct: Cancel).Refused()).Code);
        await closed.Task.WaitAsync(Cancel);
        await using var again = Screen.Hub(App, cookie, Origin);
        await Assert.ThrowsAnyAsync<Exception>(() => again.StartAsync(Cancel));
        Assert.False(elsewhere.Closed.Task.IsCompleted);
        await elsewhere.Api.GetMeAsync(Cancel);
    }

    [Fact, Finding("S5")]
    public async Task A_copy_of_an_operator_s_cookie_ends_with_the_sign_out()
    {
        var cookie = await Screen.CookieOfAsync(App, Otavio);

        await With(cookie).Api.SignOutAsync(Cancel);

        Assert.Equal("http.401", (await With(cookie).Api.ListTenantsAsync(Cancel).Refused()).Code);
    }

    [Fact, Finding("S5")]
    public async Task The_list_has_browser_network_and_time_of_each_sign_in_and_marks_the_current_one()
    {
        var first = With(await CookieOfAsync(Davi, Firefox, stays: true));
        var since = App.Time.GetUtcNow();
        App.LetPass(TimeSpan.FromMinutes(1));
        var second = With(await CookieOfAsync(Davi, "curl/8.5.0"));

        var items = (await first.Api.ListSignInsAsync(Cancel)).Items;

        Assert.Equal(2, items.Count);
        Assert.Equal((null, false, false, since.AddMinutes(1)), (items[0].Device, items[0].Stays, items[0].IsThis, items[0].CreatedAt));
        Assert.Equal(("Firefox, Linux", true, true, since), (items[1].Device, items[1].Stays, items[1].IsThis, items[1].CreatedAt));
        Assert.Equal("127.0.0.0", items[1].Address);
        Assert.True((await second.Api.ListSignInsAsync(Cancel)).Items[0].IsThis);
    }

    [Fact, Finding("S5")]
    public async Task A_person_ends_their_own_sign_ins_from_the_list_and_nobody_else_s()
    {
        var igor = As(Igor);
        await using var lost = await Screen.OpenAsync(App, Igor);
        var stranger = As(Ana);
        var all = (await igor.Api.ListSignInsAsync(Cancel)).Items;
        await using var ofRenata = await Screen.OpenAsync(App, Renata);
        var renatas = (await ofRenata.Api.ListSignInsAsync(Cancel)).Items[0];

        foreach (var other in all.Where(s => !s.IsThis)) await igor.Api.EndSignInAsync(other.Id, Cancel);

        await lost.Closed.Task.WaitAsync(Cancel);
        Assert.Equal("http.401", (await lost.Api.GetMeAsync(Cancel).Refused()).Code);
        Assert.True(Assert.Single((await igor.Api.ListSignInsAsync(Cancel)).Items).IsThis);
        await igor.Api.EndSignInAsync(all.First(s => !s.IsThis).Id, Cancel); // once more changes nothing
        Assert.Equal("resource.notFound", (await igor.Api.EndSignInAsync(renatas.Id, Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await stranger.Api.EndSignInAsync(renatas.Id, Cancel).Refused()).Code);
        await ofRenata.Api.GetMeAsync(Cancel);
        Assert.False(ofRenata.Closed.Task.IsCompleted);
    }

    [Fact, Finding("S5")]
    public async Task An_administrator_ends_all_sign_ins_of_a_person_who_may_sign_in_again()
    {
        await using var one = await Screen.OpenAsync(App, Bruno);
        var other = As(Bruno);
        await other.Api.GetMeAsync(Cancel);
        Assert.True((await As(Clara).Api.ListSignInsOfAsync(Bruno.Id, Cancel)).Items.Count >= 2);

        await As(Clara).Api.EndSignInsOfAsync(Bruno.Id, Cancel);

        await one.Closed.Task.WaitAsync(Cancel);
        Assert.Equal("http.401", (await one.Api.GetMeAsync(Cancel).Refused()).Code);
        Assert.Equal("http.401", (await other.Api.GetMeAsync(Cancel).Refused()).Code);
        Assert.Empty((await As(Clara).Api.ListSignInsOfAsync(Bruno.Id, Cancel)).Items);
        Assert.Equal("resource.notFound", (await As(Renata).Api.ListSignInsOfAsync(Bruno.Id, Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await As(Renata).Api.EndSignInsOfAsync(Bruno.Id, Cancel).Refused()).Code);
        await As(Bruno).Api.GetMeAsync(Cancel);
    }

    [Fact, Finding("S5")]
    public async Task Operators_end_an_operator_s_sign_ins_and_by_that_endpoint_no_agent_s()
    {
        var (lost, here) = (As(Otavio), As(Otavio));
        await lost.Api.GetMeAsync(Cancel);
        var otavio = (await here.Api.ListOperatorsAsync(Cancel)).Items.Single(o => o.Email == Otavio.Email);
        Assert.True((await here.Api.ListSignInsOfOperatorAsync(otavio.Id, Cancel)).Items.Count >= 2);

        Assert.Equal("resource.notFound", (await here.Api.ListSignInsOfOperatorAsync(new(Ana.PersonId), Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await here.Api.EndSignInsOfOperatorAsync(new(Ana.PersonId), Cancel).Refused()).Code);
        await here.Api.EndSignInsOfOperatorAsync(otavio.Id, Cancel);

        Assert.Equal("http.401", (await lost.Api.GetMeAsync(Cancel).Refused()).Code);
        Assert.Equal("http.401", (await here.Api.GetMeAsync(Cancel).Refused()).Code);
    }

    [Fact, Finding("S5")]
    public async Task A_sign_in_that_is_used_every_day_ends_after_thirty_days()
    {
        var cookie = await CookieOfAsync(Ana, Firefox, stays: true);
        var began = App.Time.GetUtcNow();
        for (var days = 10; days < 30; days += 10)
        {
            App.LetPass(began.AddDays(days) - App.Time.GetUtcNow());
            await With(cookie).Api.GetMeAsync(Cancel);
            await SeenAtAsync(Ana, App.Time.GetUtcNow());
        }
        App.LetPass(began + PersonSignIn.Longest - App.Time.GetUtcNow() - TimeSpan.FromSeconds(1));
        await With(cookie).Api.GetMeAsync(Cancel);

        App.LetPass(TimeSpan.FromSeconds(1));

        Assert.Equal("http.401", (await With(cookie).Api.GetMeAsync(Cancel).Refused()).Code);
    }

    [Theory, Finding("S5")]
    [InlineData(false, 12)]
    [InlineData(true, 14 * 24)]
    public async Task An_unused_sign_in_ends_and_is_not_listed(bool stays, int hours)
    {
        // Other tests of the class leave sign-ins of his that last longer.
        var others = (await As(Clara).Api.ListSignInsOfAsync(Davi.Id, Cancel)).Items.Select(s => s.Id).ToHashSet();
        var cookie = await CookieOfAsync(Davi, Firefox, stays);

        App.LetPass(TimeSpan.FromHours(hours) - TimeSpan.FromSeconds(1));
        await With(cookie).Api.GetMeAsync(Cancel);
        await SeenAtAsync(Davi, App.Time.GetUtcNow());
        App.LetPass(TimeSpan.FromHours(hours));

        Assert.Equal("http.401", (await With(cookie).Api.GetMeAsync(Cancel).Refused()).Code);
        Assert.DoesNotContain((await As(Clara).Api.ListSignInsOfAsync(Davi.Id, Cancel)).Items, s => !others.Contains(s.Id));
    }

    [Fact, Finding("S5")]
    public async Task The_last_use_is_stored_at_most_every_five_minutes()
    {
        var renata = As(Renata);
        var began = App.Time.GetUtcNow();
        await renata.Api.GetMeAsync(Cancel);

        App.LetPass(PersonSignIn.SeenKnownTo - TimeSpan.FromSeconds(1));
        await renata.Api.GetMeAsync(Cancel);
        App.LetPass(TimeSpan.FromSeconds(1));
        Assert.Equal(began, Mine(await renata.Api.ListSignInsAsync(Cancel)).LastSeenAt);
        await SeenAtAsync(Renata, App.Time.GetUtcNow());

        Assert.Equal(App.Time.GetUtcNow(), Mine(await renata.Api.ListSignInsAsync(Cancel)).LastSeenAt);

        static SignInItem Mine(Page<SignInItem> page) => page.Items.Single(s => s.IsThis);
    }

    [Fact, Finding("S5")]
    public async Task Signing_in_again_in_a_browser_ends_its_earlier_sign_in()
    {
        var former = await Screen.CookieOfAsync(App, Clara);
        using var http = With(former);
        using var answer = await http.PostAsJsonAsync(
            "api/session", new SignInRequest { Email = Igor.Email, Password = Cast.Password }, ContractJson.Default.SignInRequest, Cancel);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("http.401", (await With(former).Api.GetMeAsync(Cancel).Refused()).Code);
    }

    [Fact, Finding("S5")]
    public async Task After_a_password_change_only_this_browser_is_signed_in_with_a_new_cookie_that_stays_as_before()
    {
        var created = await As(Clara).Api.CreateAgentAsync(new() { Name = "Nova Pessoa", Email = "renovada@loja.example", Role = Role.Agent }, Cancel);
        await App.Anyone().Api.ChoosePasswordAsync(new() { Code = created.PasswordLink.Split("code=")[1], Password = Cast.Password }, Cancel);
        var member = new Member("Nova Pessoa", "renovada@loja.example", Role.Agent, LojaExemplo, created.Agent.Id.Value);
        var (cookie, elsewhere) = (await CookieOfAsync(member, Firefox, stays: true), As(member));
        await elsewhere.Api.GetMeAsync(Cancel);

        using var http = With(cookie);
        using var answer = await http.PutAsJsonAsync("api/me/password",
            new ChangePasswordRequest { CurrentPassword = Cast.Password, NewPassword = "outra senha bem longa" }, ContractJson.Default.ChangePasswordRequest, Cancel);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Contains("expires=", CookieIn(answer), StringComparison.Ordinal);
        Assert.Equal("http.401", (await With(cookie).Api.GetMeAsync(Cancel).Refused()).Code);
        Assert.Equal("http.401", (await elsewhere.Api.GetMeAsync(Cancel).Refused()).Code);
        Assert.True(Assert.Single((await With(CookieIn(answer).Split(';')[0]).Api.ListSignInsAsync(Cancel)).Items).IsThis);
    }

    [Fact, Finding("S5")]
    public async Task Sign_ins_too_old_to_be_alive_are_deleted()
    {
        var member = Davi;
        await CookieOfAsync(member, Firefox, stays: true);
        var began = App.Time.GetUtcNow();

        App.LetPass(PersonSignIn.Longest);
        await App.Services.GetRequiredService<SignInRetention>().RunAsync(Cancel);

        Assert.Equal(0, await App.ReadAsync(LojaExemplo, db => db.SignIns.CountAsync(s => s.CreatedAt <= began, Cancel)));
    }

    [Fact, Finding("S5")]
    public async Task Sign_in_and_person_are_checked_in_one_query()
    {
        var ana = As(Ana);
        await ana.Api.GetMeAsync(Cancel);

        var queries = await Queries.OfAsync(() => ana.Api.SetAvailabilityAsync(true, Cancel));

        Assert.Single(queries, query => query.Contains("sign_ins", StringComparison.Ordinal));
        Assert.Single(queries, query => query.Contains("persons", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge, Windows")]
    [InlineData("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome, Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1", "Safari, iPhone")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15", "Safari, macOS")]
    [InlineData("<script>alert(1)</script>", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_device_is_described_by_names_only(string? userAgent, string? name) => Assert.Equal(name, DeviceName.Of(userAgent));

    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0")]
    [InlineData("2001:db8:4d:1:2:3:4:5", "2001:db8:4d::")]
    [InlineData(null, null)]
    public void An_address_is_stored_without_the_part_that_identifies_the_machine(string? address, string? kept) =>
        Assert.Equal(kept, Balcao.Platform.ShortAddress.Of(address is null ? null : IPAddress.Parse(address)));

    /// <summary>Waits until the use of a sign-in of the person has been stored, which happens after the answer.</summary>
    private Task SeenAtAsync(Member who, DateTimeOffset at) => Eventually(async () => await App.ReadAsync(TenantScope.Everyone, db => db.SignIns
        .IgnoreQueryFilters([BalcaoDb.TenantFilter]).AnyAsync(s => s.PersonId == who.PersonId && s.LastSeenAt == at, Cancel)), "the use is stored");

    private HttpClient With(string cookie)
    {
        var http = App.Anyone();
        http.DefaultRequestHeaders.Add("Cookie", cookie);
        return http;
    }

    private async Task<string> CookieOfAsync(Member who, string userAgent, bool stays = false)
    {
        using var http = App.Anyone();
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        using var answer = await http.PostAsJsonAsync(
            "api/session", new SignInRequest { Email = who.Email, Password = Cast.Password, StaySignedIn = stays }, ContractJson.Default.SignInRequest, Cancel);
        return CookieIn(answer).Split(';')[0];
    }

    private static string CookieIn(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("balcao=", StringComparison.Ordinal));
}
