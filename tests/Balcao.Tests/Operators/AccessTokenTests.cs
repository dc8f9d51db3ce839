using Balcao.Contract;
using Balcao.Numbers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Operators;

/// <summary>A token is tried at WhatsApp before it is stored, and operators see which numbers do not send.</summary>
public sealed class AccessTokenTests(BalcaoApp app) : HttpTests(app), IAsyncDisposable
{
    private const string NewToken = "EAAtoken-novo";

    private static readonly Dictionary<string, (GraphAnswer Answer, string Code)> Answers = new()
    {
        ["expired"] = (GraphAnswer.Error(190, "Session has expired", 401, 463), "number.tokenRefused"),
        ["password changed"] = (GraphAnswer.Error(190, "Session is invalid", 401, 460), "number.tokenRefused"),
        ["not to be read"] = (GraphAnswer.Error(190, "Invalid OAuth access token - Cannot parse access token", 400), "number.tokenRefused"),
        ["no token"] = (GraphAnswer.Error(0, "Unable to authenticate the app user", 401), "number.tokenRefused"),
        ["a gateway's 401"] = (GraphAnswer.Json("{}", 401), "number.tokenRefused"),
        ["of another number"] = (GraphAnswer.Error(100, "Object does not exist or cannot be loaded due to missing permissions", 400, 33), "number.tokenWithoutAccess"),
        ["field unknown"] = (GraphAnswer.Error(100, "Tried accessing nonexisting field (display_phone_number)"), "number.tokenWithoutAccess"),
        ["without the permission"] = (GraphAnswer.Error(10, "Application does not have permission", 403), "number.tokenWithoutAccess"),
        ["without the account"] = (GraphAnswer.Error(200, "Requires business_management", 403), "number.tokenWithoutAccess"),
        ["without messaging"] = (GraphAnswer.Error(131005, "Access denied", 403), "number.tokenWithoutAccess"),
        ["an account's id"] = (GraphAnswer.Json("""{"id":"100200300400501"}"""), "number.tokenWithoutAccess"),
        ["another's id"] = (GraphAnswer.Json("""{"id":"1","display_phone_number":"+55 11 4000-0501"}"""), "number.tokenWithoutAccess"),
        ["trouble at Meta"] = (GraphAnswer.Error(2, "Service temporarily unavailable", 500), "number.tokenNotChecked"),
        ["too many calls"] = (GraphAnswer.Error(4, "Application request limit reached", 400), "number.tokenNotChecked"),
        ["a code of next year"] = (GraphAnswer.Error(987654, "New", 400), "number.tokenNotChecked"),
        ["a gateway's page"] = (new GraphAnswer(503, "<html>"u8.ToArray(), "text/html"), "number.tokenNotChecked"),
        ["no answer"] = (GraphAnswer.Connectionless, "number.tokenNotChecked"),
    };

    public static TheoryData<string> Cases => [.. Answers.Keys];

    [Theory, MemberData(nameof(Cases)), Finding("U6")]
    public async Task A_token_that_WhatsApp_does_not_accept_changes_nothing_and_says_why(string what)
    {
        var (answer, code) = Answers[what];
        var released = (await As(Otavio).Api.ListTenantNumbersAsync(LojaExemplo, Cancel)).Items.Count;
        await HoldAsync(Balcao501.Id);
        App.Graph.Answer = call => call.IsNumber ? answer : null;

        var replaced = await As(Otavio).Api.ReplaceAccessTokenAsync(Balcao501.Id, new() { AccessToken = NewToken }, Cancel).Refused();
        var refused = await As(Otavio).Api.ReleaseNumberAsync(Request("100200300400777"), Cancel).Refused();

        Assert.Equal((code, "accessToken"), (replaced.Code, replaced.Field));
        Assert.Equal((code, "accessToken"), (refused.Code, refused.Field));
        var (token, number) = await StoredAsync(Balcao501.Id);
        Assert.Equal(AccessToken, token);
        Assert.Equal("send.tokenExpired", number.SendingHeldReason);
        Assert.Equal(released, (await As(Otavio).Api.ListTenantNumbersAsync(LojaExemplo, Cancel)).Items.Count);
    }

    [Fact, Finding("U6")]
    public async Task An_accepted_token_is_the_one_that_was_tried_and_ends_the_hold()
    {
        await HoldAsync(Balcao501.Id);

        await As(Otavio).Api.ReplaceAccessTokenAsync(Balcao501.Id, new() { AccessToken = $"  {NewToken}\n" }, Cancel);

        var asked = App.Graph.Calls.Last(call => call.IsNumber);
        Assert.Equal((Balcao501.PhoneNumberId, $"Bearer {NewToken}"), (asked.PathId, asked.Authorization));
        var (token, number) = await StoredAsync(Balcao501.Id);
        Assert.Equal((NewToken, null), (token, number.SendingHeldReason));
    }

    [Theory, Finding("U6")]
    [InlineData("EAA um token com espaços")]
    [InlineData("EAA\r\nX-Header: y")]
    [InlineData("EAAç")]
    public async Task What_cannot_be_a_token_is_refused_without_asking(string token)
    {
        var calls = App.Graph.Calls.Count(call => call.IsNumber);

        Assert.Equal("number.tokenRefused", (await As(Otavio).Api.ReplaceAccessTokenAsync(Balcao501.Id, new() { AccessToken = token }, Cancel).Refused()).Code);

        Assert.Equal(calls, App.Graph.Calls.Count(call => call.IsNumber));
    }

    [Fact, Finding("U6")]
    public async Task A_number_that_is_taken_or_a_tenant_that_is_none_is_said_before_WhatsApp_is_asked()
    {
        var calls = App.Graph.Calls.Count(call => call.IsNumber);

        Assert.Equal("number.taken", (await As(Otavio).Api.ReleaseNumberAsync(Request(NumeroDaOutra.PhoneNumberId), Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await As(Otavio).Api.ReleaseNumberAsync(
            Request("100200300400778") with { TenantId = TenantId.New(App.Time.GetUtcNow()) }, Cancel).Refused()).Code);

        Assert.Equal(calls, App.Graph.Calls.Count(call => call.IsNumber));
    }

    [Fact, Finding("U6")]
    public async Task Of_two_operators_who_release_a_number_at_once_one_is_refused()
    {
        // Both have looked, and neither has written, when WhatsApp answers them.
        using var both = new CountdownEvent(2);
        App.Graph.Answer = call =>
        {
            if (!call.IsNumber) return null;
            both.Signal();
            both.Wait(TimeSpan.FromSeconds(20), Cancel);
            return null;
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            try { return (await As(Otavio).Api.ReleaseNumberAsync(Request("100200300400779"), Cancel)).PhoneNumberId; }
            catch (ProblemException refused) { return refused.Problem.Code; }
        }));

        Assert.Equal(["100200300400779", "number.taken"], answers.Order());
    }

    [Fact, Finding("U6")]
    public async Task Others_write_while_WhatsApp_is_asked()
    {
        var wrote = false;
        App.Graph.Answer = call =>
        {
            if (call.IsNumber)
                wrote = Task.Run(() => As(Clara).Api.CreateChatGroupAsync(new() { Name = "Enquanto isso", Members = [] }, Cancel)).Wait(TimeSpan.FromSeconds(10));
            return null;
        };

        await As(Otavio).Api.ReplaceAccessTokenAsync(Balcao501.Id, new() { AccessToken = NewToken }, Cancel);

        Assert.True(wrote);
    }

    [Fact, Finding("U6")]
    public async Task Numbers_that_do_not_send_are_listed_for_operators_with_the_reason_until_they_do()
    {
        await HoldAsync(Balcao501.Id);
        await App.WriteAsync(OutraEmpresa, db => db.Channels.Where(c => c.Id == NumeroDaOutra.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, NumberStatus.Suspended)));

        var stopped = (await As(Otavio).Api.ListStoppedNumbersAsync(Cancel)).Items;

        Assert.Equal([Balcao501.Id, NumeroDaOutra.Id], stopped.Select(n => n.Id));
        Assert.Equal(("Loja Exemplo", LojaExemplo, Balcao501.Display, NumberStatus.Active), (stopped[0].TenantName, stopped[0].TenantId, stopped[0].Display, stopped[0].Status));
        Assert.Equal("send.tokenExpired", stopped[0].SendingHold!.Code);
        Assert.StartsWith("O WhatsApp recusou o token deste número.", stopped[0].SendingHold!.Reason, StringComparison.Ordinal);
        Assert.Equal((NumberStatus.Suspended, null), (stopped[1].Status, stopped[1].SendingHold));

        await As(Otavio).Api.ReplaceAccessTokenAsync(Balcao501.Id, new() { AccessToken = NewToken }, Cancel);
        await App.WriteAsync(OutraEmpresa, db => db.Channels.Where(c => c.Id == NumeroDaOutra.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, NumberStatus.Active)));
        Assert.Empty((await As(Otavio).Api.ListStoppedNumbersAsync(Cancel)).Items);
    }

    /// <summary>Each test begins with the token of the cast, and a Graph API in good health.</summary>
    public async ValueTask DisposeAsync()
    {
        App.Graph.Answer = null;
        var tokens = App.Services.GetRequiredService<AccessTokens>();
        await App.WriteAsync(LojaExemplo, async db => (await db.Numbers.SingleAsync(n => n.Id == Balcao501.Id)).ReplaceAccessToken(tokens.Protect(AccessToken)));
        GC.SuppressFinalize(this);
    }

    private Task HoldAsync(ChannelId number) => App.WriteAsync(LojaExemplo, async db =>
        (await db.Numbers.SingleAsync(n => n.Id == number)).HoldSending("send.tokenExpired", App.Time.GetUtcNow()));

    private async Task<(string Token, Number Number)> StoredAsync(ChannelId id)
    {
        var number = await App.ReadAsync(LojaExemplo, db => db.Numbers.AsNoTracking().SingleAsync(n => n.Id == id, Cancel));
        return (App.Services.GetRequiredService<AccessTokens>().Reveal(number), number);
    }

    private static ReleaseNumberRequest Request(string phoneNumberId) => new()
    {
        TenantId = LojaExemplo, Phone = "+551140000777", PhoneNumberId = phoneNumberId, WabaId = "700800900", AccessToken = NewToken,
    };
}
