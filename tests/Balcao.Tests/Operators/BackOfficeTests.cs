using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Operators;

public sealed class BackOfficeTests(BalcaoApp app) : HttpTests(app)
{
    [Fact, Rule("P1")]
    public async Task An_operator_creates_a_tenant_and_its_administrator_can_sign_in()
    {
        var created = await CreateTenantAsync("Padaria", "dona@padaria.example");
        await App.Anyone().Api.ChoosePasswordAsync(new() { Code = created.PasswordLink.Split("code=")[1], Password = Cast.Password }, Cancel);

        var administrator = App.As(new Member("Dona Rosa", "dona@padaria.example", Role.Administrator, created.Tenant.Id, created.Administrator.Id.Value)).Api;
        var me = await administrator.GetMeAsync(Cancel);

        Assert.Equal(("Padaria", "America/Sao_Paulo"), (me.Tenant!.Name, me.Tenant.TimeZone));
        Assert.Equal([me.AgentId!.Value], (await administrator.ListAgentsAsync(Cancel)).Items.Select(a => a.Id));
        Assert.Empty((await administrator.ListNumbersAsync(Cancel)).Items);
        Assert.Contains((await As(Otavio).Api.ListTenantsAsync(Cancel)).Items, t => t.Id == created.Tenant.Id);
    }

    [Fact, Rule("P1")]
    public async Task Administrators_can_neither_create_nor_list_tenants()
    {
        Assert.Equal("http.403", (await As(Clara).Api.ListTenantsAsync(Cancel).Refused()).Code);
        Assert.Equal("http.403", (await As(Clara).Api.ListTenantNumbersAsync(OutraEmpresa, Cancel).Refused()).Code);
        Assert.Equal("http.403", (await As(Clara).Api.CreateTenantAsync(
            new() { Name = "Minha", AdministratorName = "Eu", AdministratorEmail = "eu@loja.example" }, Cancel).Refused()).Code);
    }

    [Theory]
    [InlineData("", null, "dona@x.example", "name")]
    [InlineData("Loja", "Sao_Paulo", "dona@x.example", "timeZone")]
    [InlineData("Loja", null, "no e-mail", "administratorEmail")]
    public async Task Invalid_data_of_a_tenant_is_refused_and_nothing_is_stored(string name, string? zone, string email, string field)
    {
        var before = (await As(Otavio).Api.ListTenantsAsync(Cancel)).Items.Count;

        var refused = await As(Otavio).Api.CreateTenantAsync(
            new() { Name = name, TimeZone = zone, AdministratorName = "Dona", AdministratorEmail = email }, Cancel).Refused();

        Assert.Equal(field, refused.Field);
        Assert.Equal(before, (await As(Otavio).Api.ListTenantsAsync(Cancel)).Items.Count);
    }

    [Fact, Rule("P1", "P2", "P3")]
    public async Task A_released_number_belongs_to_exactly_one_tenant()
    {
        var (ours, others) = (await CreateTenantAsync("Nossa", "a@nossa.example"), await CreateTenantAsync("Deles", "a@deles.example"));

        var first = await ReleaseAsync(ours.Tenant.Id, "+551140000601", "600600600600601");
        var second = await ReleaseAsync(ours.Tenant.Id, "+551140000602", "600600600600602");
        var refused = await ReleaseAsync(others.Tenant.Id, "+551140000601", "600600600600601").Refused();

        Assert.Equal(("number.taken", "phoneNumberId"), (refused.Code, refused.Field));
        Assert.Equal("+55 11 4000-0601", first.Display);
        Assert.Equal([first.Id, second.Id], (await As(Otavio).Api.ListTenantNumbersAsync(ours.Tenant.Id, Cancel)).Items.Select(n => n.Id));
        Assert.Empty((await As(Otavio).Api.ListTenantNumbersAsync(others.Tenant.Id, Cancel)).Items);
    }

    [Fact, Rule("P2")]
    public async Task The_database_refuses_the_same_number_for_a_second_tenant()
    {
        Number second = new()
        {
            TenantId = OutraEmpresa, Id = ChannelId.New(App.Time.GetUtcNow()), PhoneNumberId = Balcao500.PhoneNumberId,
            WabaId = "1", ProtectedAccessToken = "x", ReleasedAt = App.Time.GetUtcNow(),
        };

        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => App.WriteAsync(OutraEmpresa, db => db.Add(second)));

        Assert.True(App.Services.GetRequiredService<StorageEngine>().IsUniqueViolation(refused));
    }

    [Theory]
    [InlineData("not a phone", "600600600600700", "1", "EAA", "phone")]
    [InlineData("4000-0700", "600600600600700", "1", "EAA", "phone")]
    [InlineData("+551140000700", "+55 11 4000-0700", "1", "EAA", "phoneNumberId")]
    [InlineData("+551140000700", "600600600600700", "", "EAA", "wabaId")]
    [InlineData("+551140000700", "600600600600700", "1", " ", "accessToken")]
    public async Task Invalid_data_of_a_number_is_refused_and_the_field_is_named(string phone, string phoneNumberId, string wabaId, string token, string field) =>
        Assert.Equal(field, (await As(Otavio).Api.ReleaseNumberAsync(
            new() { TenantId = LojaExemplo, Phone = phone, PhoneNumberId = phoneNumberId, WabaId = wabaId, AccessToken = token }, Cancel).Refused()).Field);

    [Fact, KnownFailure(20)]
    public async Task An_access_token_can_be_replaced_and_is_never_in_an_answer()
    {
        var tenant = await CreateTenantAsync("Segredos", "a@segredos.example");
        var number = await ReleaseAsync(tenant.Tenant.Id, "+551140000800", "600600600600800");

        await As(Otavio).Api.ReplaceAccessTokenAsync(number.Id, new() { AccessToken = "EAAnew-and-secret" }, Cancel);

        var stored = await App.ReadAsync(tenant.Tenant.Id, db => db.Numbers.SingleAsync(n => n.Id == number.Id, Cancel));
        Assert.Equal("EAAnew-and-secret", App.Services.GetRequiredService<AccessTokens>().Reveal(stored));
        Assert.DoesNotContain("secret", await As(Otavio).GetStringAsync($"/api/back-office/tenants/{tenant.Tenant.Id}/numbers", Cancel), StringComparison.Ordinal);
        Assert.Equal("resource.notFound", (await As(Otavio).Api.ReplaceAccessTokenAsync(
            ChannelId.New(App.Time.GetUtcNow()), new() { AccessToken = "EAA" }, Cancel).Refused()).Code);
    }

    private Task<TenantCreated> CreateTenantAsync(string name, string email) => As(Otavio).Api.CreateTenantAsync(
        new() { Name = name, AdministratorName = "Dona Rosa", AdministratorEmail = email }, Cancel);

    private Task<NumberItem> ReleaseAsync(TenantId tenant, string phone, string phoneNumberId) => As(Otavio).Api.ReleaseNumberAsync(
        new() { TenantId = tenant, Phone = phone, PhoneNumberId = phoneNumberId, WabaId = "700800900", AccessToken = "EAAsecret" }, Cancel);
}
