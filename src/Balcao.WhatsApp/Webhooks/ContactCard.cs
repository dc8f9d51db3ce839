using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>A contact the customer shared. Every part may be missing, since 2026 even the name.</summary>
public sealed record ContactCard
{
    /// <summary>The customer shared their own number because we asked for it.</summary>
    public const string OriginContactRequest = "contact_request";

    public ContactName? Name { get; init; }
    public IReadOnlyList<ContactPhone> Phones { get; init; } = [];
    public IReadOnlyList<ContactEmail> Emails { get; init; } = [];
    public IReadOnlyList<ContactAddress> Addresses { get; init; } = [];
    public IReadOnlyList<ContactUrl> Urls { get; init; } = [];
    public ContactOrganization? Organization { get; init; }
    /// <summary>As written, usually YYYY-MM-DD.</summary>
    public string? Birthday { get; init; }
    public string? VCard { get; init; }
    public string? Origin { get; init; }

    internal static ContactCard Read(JsonElement json) => new()
    {
        Name = json.Part("name"u8, ContactName.Read),
        Phones = json.List("phones"u8, ContactPhone.Read),
        Emails = json.List("emails"u8, ContactEmail.Read),
        Addresses = json.List("addresses"u8, ContactAddress.Read),
        Urls = json.List("urls"u8, ContactUrl.Read),
        Organization = json.Part("org"u8, ContactOrganization.Read),
        Birthday = json.Text("birthday"u8),
        VCard = json.Text("vcard"u8),
        Origin = json.Text("origin"u8),
    };
}

public sealed record ContactName
{
    public string? Formatted { get; init; }
    public string? First { get; init; }
    public string? Middle { get; init; }
    public string? Last { get; init; }
    public string? Prefix { get; init; }
    public string? Suffix { get; init; }

    internal static ContactName Read(JsonElement json) => new()
    {
        Formatted = json.Text("formatted_name"u8),
        First = json.Text("first_name"u8),
        Middle = json.Text("middle_name"u8),
        Last = json.Text("last_name"u8),
        Prefix = json.Text("prefix"u8),
        Suffix = json.Text("suffix"u8),
    };
}

public sealed record ContactPhone
{
    public string? Phone { get; init; }
    public string? Type { get; init; }
    /// <summary>Present if the number is on WhatsApp.</summary>
    public string? WaId { get; init; }
    public string? UserId { get; init; }

    internal static ContactPhone Read(JsonElement json) => new()
    {
        Phone = json.Text("phone"u8),
        Type = json.Text("type"u8),
        WaId = json.Text("wa_id"u8),
        UserId = json.Text("user_id"u8),
    };
}

public sealed record ContactEmail
{
    public string? Email { get; init; }
    public string? Type { get; init; }

    internal static ContactEmail Read(JsonElement json) => new() { Email = json.Text("email"u8), Type = json.Text("type"u8) };
}

public sealed record ContactUrl
{
    public string? Url { get; init; }
    public string? Type { get; init; }

    internal static ContactUrl Read(JsonElement json) => new() { Url = json.Text("url"u8), Type = json.Text("type"u8) };
}

public sealed record ContactAddress
{
    public string? Street { get; init; }
    public string? City { get; init; }
    public string? State { get; init; }
    public string? Zip { get; init; }
    public string? Country { get; init; }
    public string? CountryCode { get; init; }
    public string? Type { get; init; }

    internal static ContactAddress Read(JsonElement json) => new()
    {
        Street = json.Text("street"u8),
        City = json.Text("city"u8),
        State = json.Text("state"u8),
        Zip = json.Text("zip"u8),
        Country = json.Text("country"u8),
        CountryCode = json.Text("country_code"u8),
        Type = json.Text("type"u8),
    };
}

public sealed record ContactOrganization
{
    public string? Company { get; init; }
    public string? Department { get; init; }
    public string? Title { get; init; }

    internal static ContactOrganization Read(JsonElement json) => new()
    {
        Company = json.Text("company"u8),
        Department = json.Text("department"u8),
        Title = json.Text("title"u8),
    };
}
