namespace Balcao.Contract;

/// <param name="TimeZone">IANA name, for instance <c>America/Sao_Paulo</c>.</param>
public sealed record TenantItem(TenantId Id, string Name, string TimeZone, bool IsSuspended);

public sealed record CreateTenantRequest
{
    public required string Name { get; init; }

    /// <summary>IANA name; empty: America/Sao_Paulo.</summary>
    public string? TimeZone { get; init; }

    public required string AdministratorName { get; init; }

    public required string AdministratorEmail { get; init; }
}

/// <param name="PasswordLink">The address where the first administrator chooses a password; valid once, for one week.</param>
public sealed record TenantCreated(TenantItem Tenant, AgentItem Administrator, string PasswordLink);
