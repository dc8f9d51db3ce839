using System.Text;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.WhatsApp.Tests.Webhooks;

[Trait("KnownFailure", "25")]
public sealed class SignatureTests
{
    private const string Secret = "fictional-app-secret";
    // As Meta writes JSON: non-ASCII characters and slashes are escaped.
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"name":"L\u00facia","url":"https:\/\/x.example\/a"}""");

    [Fact]
    public void The_signature_matches_a_published_test_vector()
    {
        // RFC 4231, test case 2.
        var header = WebhookSignature.Compute("what do ya want for nothing?"u8, "Jefe");
        Assert.Equal("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", header);
    }

    [Fact]
    public void A_body_signed_with_any_of_the_secrets_is_accepted()
    {
        var header = WebhookSignature.Compute(Body, Secret);
        Assert.True(WebhookSignature.Verify(header, Body, Secret));
        Assert.True(WebhookSignature.Verify(header, Body, "rotated-out", Secret, "rotated-in"));
        Assert.False(WebhookSignature.Verify(header, Body, "another-secret"));
        Assert.False(WebhookSignature.Verify(header, Body));
    }

    [Fact]
    public void Only_the_received_bytes_verify()
    {
        var header = WebhookSignature.Compute(Body, Secret);
        var sameJsonWrittenAnew = Encoding.UTF8.GetBytes("""{"name":"Lúcia","url":"https://x.example/a"}""");
        Assert.False(WebhookSignature.Verify(header, sameJsonWrittenAnew, Secret));
    }

    [Fact]
    public void Case_and_surrounding_spaces_of_the_hex_value_do_not_matter()
    {
        var header = WebhookSignature.Compute(Body, Secret);
        Assert.True(WebhookSignature.Verify("sha256=" + header["sha256=".Length..].ToUpperInvariant(), Body, Secret));
        Assert.True(WebhookSignature.Verify($" {header} ", Body, Secret));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha256=zz")]
    [InlineData("sha1=2ef7bde608ce5404e97d5f042f95f89f1c232871")]
    [InlineData("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384")]
    [InlineData("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec38430")]
    [InlineData("sha256=gbdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    public void A_malformed_header_is_refused(string? header) =>
        Assert.False(WebhookSignature.Verify(header, "what do ya want for nothing?"u8, "Jefe"));

    [Fact]
    public void A_blank_secret_never_verifies()
    {
        var signedWithNothing = "sha256=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Array.Empty<byte>(), Body));
        Assert.False(WebhookSignature.Verify(signedWithNothing, Body, "", "  "));
    }
}

[Trait("KnownFailure", "25")]
public sealed class HandshakeTests
{
    [Fact]
    public void The_right_token_is_answered_with_the_unchanged_challenge() =>
        Assert.Equal("0011584\"<x>", WebhookHandshake.Answer("subscribe", "fictional-token", "0011584\"<x>", "fictional-token"));

    [Theory]
    [InlineData("subscribe", "wrong", "1", "right")]
    [InlineData("subscribe", "righ", "1", "right")]
    [InlineData("unsubscribe", "right", "1", "right")]
    [InlineData(null, "right", "1", "right")]
    [InlineData("subscribe", null, "1", "right")]
    [InlineData("subscribe", "right", null, "right")]
    [InlineData("subscribe", "", "1", "")]
    public void Anything_else_is_refused(string? mode, string? token, string? challenge, string expected) =>
        Assert.Null(WebhookHandshake.Answer(mode, token, challenge, expected));
}
