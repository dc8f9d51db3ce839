using System.Net;
using System.Net.Http.Json;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Numbers;

public sealed class NumberTests(BalcaoApp app) : HttpTests(app)
{
    [Fact, Rule("P3")]
    public async Task Only_the_tenant_s_own_numbers_are_listed_with_their_groups()
    {
        var ours = (await As(Ana).Api.ListNumbersAsync(Cancel)).Items;
        var others = (await As(Igor).Api.ListNumbersAsync(Cancel)).Items;

        Assert.Equal([Balcao500.Id, Balcao501.Id], ours.Select(n => n.Id));
        Assert.Equal([new GroupName(Atendimento, "Atendimento"), null], ours.Select(n => n.Group));
        Assert.Equal([NumeroDaOutra.Id], others.Select(n => n.Id));
    }

    [Fact]
    public async Task Messages_that_wait_for_a_group_are_counted()
    {
        await using var world = new BalcaoApp();
        await world.InitializeAsync();
        var now = world.Time.GetUtcNow();
        foreach (var wamid in (string[])["wamid.A", "wamid.B"])
        {
            await world.WriteAsync(LojaExemplo, db => db.Add(new HeldUpdate
            {
                TenantId = LojaExemplo, Id = Uuid7.New(now), ChannelId = Balcao501.Id, Wamid = wamid, At = now, ReceivedAt = now, Json = "{}",
            }));
        }

        var numbers = (await world.As(Ana).Api.ListNumbersAsync(Cancel)).Items;

        Assert.Equal(2, numbers.Single(n => n.Id == Balcao501.Id).HeldMessages);
        Assert.Equal(0, numbers.Single(n => n.Id == Balcao500.Id).HeldMessages);
    }

    [Fact, Rule("P1", "P4")]
    public async Task A_tenant_cannot_add_a_number()
    {
        ReleaseNumberRequest request = new()
        {
            TenantId = LojaExemplo, Phone = "+551140000777", PhoneNumberId = "777", WabaId = "7", AccessToken = "EAA",
        };

        Assert.Equal("http.403", (await As(Clara).Api.ReleaseNumberAsync(request, Cancel).Refused()).Code);
        await As(Clara).PostAsJsonAsync("/api/numbers", request, ContractJson.Default.ReleaseNumberRequest, Cancel).ShouldBe(HttpStatusCode.MethodNotAllowed);
        Assert.Equal(2, (await As(Clara).Api.ListNumbersAsync(Cancel)).Items.Count);
    }

    [Fact]
    public async Task An_access_token_is_stored_encrypted()
    {
        var number = await App.ReadAsync(LojaExemplo, db => db.Numbers.SingleAsync(n => n.Id == Balcao500.Id, Cancel));

        Assert.DoesNotContain(Cast.AccessToken, number.ProtectedAccessToken, StringComparison.Ordinal);
        Assert.Equal(Cast.AccessToken, App.Services.GetRequiredService<AccessTokens>().Reveal(number));
    }
}
