using System.Globalization;

namespace Balcao.Client.Shell;

/// <summary>Sends the language for responses with each request, and detects when the sign-in has ended.</summary>
public sealed class ApiRequestHandler(Action signedOut) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.AcceptLanguage.Clear();
        request.Headers.AcceptLanguage.ParseAdd(CultureInfo.CurrentUICulture.Name);
        var response = await base.SendAsync(request, cancellationToken);
        // A failed sign-in also answers 401, but no sign-in has ended.
        if ((int)response.StatusCode == 401 && request.RequestUri?.AbsolutePath is not "/api/session") signedOut();
        return response;
    }
}
