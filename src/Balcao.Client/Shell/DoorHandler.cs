using System.Globalization;

namespace Balcao.Client.Shell;

/// <summary>Says in which language the server should answer, and hears everywhere when the sign-in has ended.</summary>
public sealed class DoorHandler(Action signedOut) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.AcceptLanguage.Clear();
        request.Headers.AcceptLanguage.ParseAdd(CultureInfo.CurrentUICulture.Name);
        var response = await base.SendAsync(request, cancellationToken);
        // A refused sign-in answers 401 as well, and is not the end of one.
        if ((int)response.StatusCode == 401 && request.RequestUri?.AbsolutePath is not "/api/session") signedOut();
        return response;
    }
}
