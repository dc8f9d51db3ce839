namespace Balcao.WhatsApp.Client;

public sealed record CloudApiOptions
{
    /// <summary>Root of the Graph API without the version.</summary>
    public Uri GraphUrl { get; init; } = new("https://graph.facebook.com");

    /// <summary>Meta supports a version for about two years. Webhooks use the version set in the app, not this one.</summary>
    public string GraphVersion { get; init; } = "v25.0";

    /// <summary>Meta's media host refuses requests without a User-Agent header.</summary>
    public string UserAgent { get; init; } = "Balcao.WhatsApp/1.0";

    /// <summary>
    /// Domains, with their subdomains, to which the access token may be sent when media is fetched, in addition to the
    /// host of <see cref="GraphUrl"/>. The media address comes from JSON; without this list a forged address could
    /// obtain the token.
    /// </summary>
    public IReadOnlyList<string> MediaDomains { get; init; } = ["fbsbx.com", "fbcdn.net", "facebook.com", "whatsapp.net", "whatsapp.com"];
}

/// <summary>A number and its access token. ToString does not contain the token.</summary>
public sealed record NumberCredentials(string PhoneNumberId, string AccessToken)
{
    public override string ToString() => $"number {PhoneNumberId}";
}
