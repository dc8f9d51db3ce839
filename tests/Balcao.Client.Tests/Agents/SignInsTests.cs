using Balcao.Client.Agents;
using Balcao.Client.Conversations;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.Agents;

/// <summary>The list of a person's sign-ins, and a tab whose sign-in was ended elsewhere.</summary>
public sealed class SignInsTests
{
    private static CancellationToken Now => Xunit.TestContext.Current.CancellationToken;

    private readonly ConversationId _lucia = ConversationId.New(A.Now);

    [Fact, Finding("S5")]
    public async Task The_dialog_lists_the_person_s_sign_ins_and_ends_any_but_the_current_one()
    {
        await using var screen = await Screen.OpenAsync();
        var (here, elsewhere) = (SignIn("Firefox, Linux", isThis: true), SignIn("Chrome, Android"));
        screen.Desk.Server.SignIns.AddRange([here, elsewhere, SignIn(null)]);
        var provider = screen.Render<MudDialogProvider>();
        var dialogs = screen.Services.GetRequiredService<IDialogService>();
        await provider.InvokeAsync(() => dialogs.ShowAsync<SignInsDialog>("Sessões"));

        provider.WaitForAssertion(() => Assert.Equal(3, provider.FindAll(".sign-ins li").Count));
        Assert.Contains("Esta sessão", provider.FindAll(".sign-ins li")[0].TextContent, StringComparison.Ordinal);
        Assert.Empty(provider.FindAll(".sign-ins li")[0].QuerySelectorAll("button"));
        Assert.Contains("Rede 203.0.113.0", provider.FindAll(".sign-ins li")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Navegador desconhecido", provider.FindAll(".sign-ins li")[2].TextContent, StringComparison.Ordinal);

        provider.FindAll(".sign-ins li button")[0].Click();

        provider.WaitForAssertion(() => Assert.Equal(2, provider.FindAll(".sign-ins li").Count));
        Assert.DoesNotContain(elsewhere, screen.Desk.Server.SignIns);
    }

    [Fact, Finding("S5")]
    public async Task A_tab_whose_sign_in_has_ended_reports_it_and_keeps_what_was_written()
    {
        var desk = await Desk.OpenAsync();
        var ended = 0;
        desk.Person.SignedOut += () => ended++;
        desk.UnsentMessages.Resume(); // as the live feed does after sign-in
        desk.Drafts.Keep(_lucia, isNote: false, "Bom dia, Dona Lú");

        desk.Server.Me = null;
        desk.Person.Forget(); // what a 401 does
        desk.Drafts.Keep(_lucia, isNote: false, "Bom dia, Dona Lúcia"); // a key pressed meanwhile
        desk.UnsentMessages.Send(new UnsentMessage { ClientKey = "k1", ChatId = ChatId.New(A.Now), ConversationId = _lucia, Text = "Já vai", At = A.Now });
        Assert.Equal((1, null), (ended, desk.Person.Me));
        Assert.DoesNotContain(desk.Storage.Kept.Keys, key => key.StartsWith("balcao.outbox..", StringComparison.Ordinal) || key.StartsWith("balcao.draft..", StringComparison.Ordinal));

        desk.Server.Me = A.Me(A.Ana);
        var back = await desk.ReloadAsync();
        Assert.Equal("Bom dia, Dona Lúcia", back.Drafts.Of(_lucia, isNote: false));
        Assert.Single(back.UnsentMessages.Kept());
    }

    [Fact, Finding("S5")]
    public async Task Tabs_tell_each_other_who_is_signed_in()
    {
        var desk = await Desk.OpenAsync();
        Assert.Equal(desk.Person.Me!.PersonId.ToString(), desk.Storage.Get("balcao.person"));

        var other = await desk.NewTabAsync();
        var asked = new TaskCompletionSource();
        other.Person.Changed += () => asked.TrySetResult();
        await desk.Person.SignOutAsync();
        Assert.Null(desk.Storage.Get("balcao.person"));
        await asked.Task.WaitAsync(Now);
        Assert.Null(other.Person.Me);

        desk.Server.Me = A.Me(A.Bruno);
        await desk.Person.RefreshAsync(Now);
        Assert.Equal(A.Bruno.Id.ToString(), desk.Storage.Get("balcao.person"));

        // A server that cannot be reached says nothing about who is signed in.
        desk.Server.Instead = _ => throw new HttpRequestException("no way");
        await desk.Person.RefreshAsync(Now);
        Assert.Equal(A.Bruno.Id.ToString(), desk.Storage.Get("balcao.person"));
    }

    [Theory, Finding("S20")]
    [InlineData("/choose-password#code=7Q2M-XK4P", "7Q2M-XK4P")]
    [InlineData("/choose-password?code=7Q2M-XK4P", null)]
    [InlineData("/choose-password", null)]
    public async Task The_code_of_a_link_is_read_from_the_fragment(string address, string? code)
    {
        await using var screen = await Screen.OpenAsync();
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var page = screen.Render<ChoosePasswordPage>();
        if (code is null)
        {
            Assert.Contains("não traz código", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
            return;
        }
        page.FindAll("input")[0].Input("uma frase bem longa");
        page.FindAll("input")[1].Input("uma frase bem longa");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[role=status]")));
        Assert.Contains(screen.Desk.Server.Requests, r => r.RequestUri!.AbsolutePath == "/api/password-choices");
        Assert.Single(screen.Desk.Server.Bodies, body => body.Contains(code, StringComparison.Ordinal));
        Assert.DoesNotContain(screen.Desk.Server.Requests, r => r.RequestUri!.ToString().Contains(code, StringComparison.Ordinal));
    }

    private static SignInItem SignIn(string? device, bool isThis = false) => new(SignInId.New(A.Now), A.Now, A.Now, "203.0.113.0", device, false, isThis);
}
