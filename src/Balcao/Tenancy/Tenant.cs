using Balcao.Contract;

namespace Balcao.Tenancy;

/// <summary>A company's own space (base de atendimento).</summary>
public sealed class Tenant
{
    public required TenantId Id { get; init; }

    public required string Name { get; set; }

    /// <summary>IANA name.</summary>
    public required string TimeZone { get; set; }

    public bool IsSuspended { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public TenantItem ToItem() => new(Id, Name, TimeZone, IsSuspended);
}
