using System.Collections;
using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace Balcao.Platform;

/// <summary>An address with scheme and host, http or https; empty is allowed, for settings that need not be set.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WebAddressAttribute() : ValidationAttribute("must be an address such as https://balcao.example.org.")
{
    public override bool IsValid(object? value) => value is "" || (Uri.TryCreate(value as string, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https" && address is { Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" });
}

/// <summary>Addresses to listen on, separated by semicolons, as Kestrel reads them.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListenAddressesAttribute() : ValidationAttribute("must be addresses such as http://127.0.0.1:5080, separated by semicolons.")
{
    public override bool IsValid(object? value) => value is string { Length: > 0 } addresses && addresses.Split(';').All(IsAddress);

    private static bool IsAddress(string address)
    {
        try { return BindingAddress.Parse(address).Scheme.ToUpperInvariant() is "HTTP" or "HTTPS"; }
        catch (FormatException) { return false; }
    }
}

/// <summary>A PostgreSQL connection string with a host and a role; empty is allowed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PostgresConnectionAttribute() : ValidationAttribute("must be a PostgreSQL connection string such as Host=db;Database=balcao;Username=balcao_app;Password=…")
{
    public override bool IsValid(object? value)
    {
        if (value is "") return true;
        try { return new NpgsqlConnectionStringBuilder(value as string) is { Host.Length: > 0, Username.Length: > 0 }; }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException) { return false; }
    }
}

/// <summary>The Base64 of an installation's key; empty is allowed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeyOf32BytesAttribute() : ValidationAttribute("must be the Base64 of 32 bytes: openssl rand -base64 32")
{
    public override bool IsValid(object? value) => value is "" || (value is string key && InstallationKey.Read(key) is not null);
}

/// <summary>None of a list's texts is blank: an empty secret would be one that everybody knows.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NoneBlankAttribute() : ValidationAttribute("holds an empty value: take it away or fill it in.")
{
    public override bool IsValid(object? value) => value is IEnumerable list && list.Cast<string?>().All(text => !string.IsNullOrWhiteSpace(text));
}
