using System.Net.Http.Json;
using Balcao.Contract;

namespace Balcao.Tests.World;

/// <summary>A browser of one person: signs in before the first request, keeps the cookie, and sends our own origin.</summary>
internal sealed class SignedInAtScreen(Uri server, Member who, HttpMessageHandler connections) : DelegatingHandler(connections)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _cookie;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try { _cookie ??= await SignInAsync(cancellationToken); }
        finally { _gate.Release(); }
        request.Headers.Add("Origin", server.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Cookie", _cookie);
        var response = await base.SendAsync(request, cancellationToken);
        // Set manually, because a CookieContainer would drop cookies that the test's clock dates in the past.
        if (CookieOf(response) is { } renewed) _cookie = renewed;
        return response;
    }

    private async Task<string> SignInAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, "api/session"))
        {
            Content = JsonContent.Create(new SignInRequest { Email = who.Email, Password = Cast.Password }, ContractJson.Default.SignInRequest),
            Headers = { { "Origin", server.GetLeftPart(UriPartial.Authority) } },
        };
        using var response = await base.SendAsync(request, ct);
        return CookieOf(response) ?? throw new InvalidOperationException($"{who.Name} cannot sign in: {await response.Content.ReadAsStringAsync(ct)}");
    }

    private static string? CookieOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.Where(cookie => cookie.StartsWith("balcao=", StringComparison.Ordinal)).Select(cookie => cookie.Split(';')[0]).LastOrDefault()
            : null;
}
