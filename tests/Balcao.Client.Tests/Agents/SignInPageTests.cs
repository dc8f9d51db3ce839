using Balcao.Client.Agents;

namespace Balcao.Client.Tests.Agents;

public sealed class SignInPageTests
{
    [Theory]
    [InlineData("/chats/1?view=all", "/chats/1?view=all")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    public void Sign_in_redirects_only_to_our_own_pages(string? asked, string expected) => Assert.Equal(expected, SignInPage.LocalUrl(asked));
}
