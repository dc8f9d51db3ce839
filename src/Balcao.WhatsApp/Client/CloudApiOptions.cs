namespace Balcao.WhatsApp.Client;

public sealed record CloudApiOptions
{
    /// <summary>Root of the Graph API without the version.</summary>
    public Uri GraphUrl { get; init; } = new("https://graph.facebook.com");

    /// <summary>A version lives about two years; webhooks follow the app's own version, not this one.</summary>
    public string GraphVersion { get; init; } = "v25.0";

    /// <summary>Meta's media host refuses requests without one.</summary>
    public string UserAgent { get; init; } = "Balcao.WhatsApp/1.0";

    /// <summary>
    /// Domains, with their subdomains, to which the access token may go when media is fetched, besides the host of <see cref="GraphUrl"/>.
    /// The media address comes out of JSON; without this list a forged one could collect the token.
    /// </summary>
    public IReadOnlyList<string> MediaDomains { get; init; } = ["fbsbx.com", "fbcdn.net", "facebook.com", "whatsapp.net", "whatsapp.com"];
}

/// <summary>The number that acts and the token that lets it. Printing it never shows the token.</summary>
public sealed record NumberCredentials(string PhoneNumberId, string AccessToken)
{
    public override string ToString() => $"number {PhoneNumberId}";
}
