using Balcao.Client.Agents;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Client.Tests.Agents;

public sealed class SignInPageTests
{
    [Theory, Finding("S6")]
    [InlineData("/chats/1?view=all", "/chats/1?view=all")]
    [InlineData("/conversations/1?message=2#end", "/conversations/1?message=2#end")]
    [InlineData("/contacts?q=50%25%20//", "/contacts?q=50%25%20//")]
    [InlineData("/contacts?q=jo%C3%A3o", "/contacts?q=jo%C3%A3o")]
    [InlineData("/", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("///evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("\\\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("/\n/evil.example", "/")]
    [InlineData("/\r\n/evil.example", "/")]
    [InlineData("\t//evil.example", "/")]
    [InlineData(" //evil.example", "/")]
    [InlineData("/\u0000/evil.example", "/")]
    [InlineData("/\u0085/evil.example", "/")]
    [InlineData("/%09/evil.example", "/")]
    [InlineData("/%0A/evil.example", "/")]
    [InlineData("/%0d%0a/evil.example", "/")]
    [InlineData("/%2Fevil.example", "/")]
    [InlineData("%2F%2Fevil.example", "/")]
    [InlineData("/%5Cevil.example", "/")]
    [InlineData("/%252Fevil.example", "/")]
    [InlineData("/%25255Cevil.example", "/")]
    [InlineData("/./\t/evil.example", "/")]
    [InlineData("/.//evil.example", "/")]
    [InlineData("/chats/..//evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("https:evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("evil.example", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    public void A_sign_in_leads_back_only_to_a_page_of_ours(string? asked, string expected) => Assert.Equal(expected, LocalUrl.Of(asked));

    [Theory, Finding("S6")]
    [InlineData("%2F%09%2Fevil.example", "http://localhost/")]
    [InlineData("%2F%0A%2Fevil.example", "http://localhost/")]
    [InlineData("%2Fchats%2F1", "http://localhost/chats/1")]
    public async Task The_page_goes_where_its_address_says_only_if_that_is_here(string asked, string there)
    {
        await using var screen = await Screen.OpenAsync();
        var navigation = screen.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo($"/sign-in?returnUrl={asked}");
        var page = screen.Render<SignInPage>();
        page.Find("input[type=email]").Input("ana@loja.exemplo");
        page.Find("input[type=password]").Input("uma senha bem longa");

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal(there, navigation.Uri));
    }
}
