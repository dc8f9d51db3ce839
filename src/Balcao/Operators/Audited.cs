using Balcao.Platform;

namespace Balcao.Operators;

/// <summary>The fields of a tenant for the audit trail.</summary>
public sealed record AuditedTenant(string Name, string TimeZone);

/// <summary>The fields of a released number for the audit trail.</summary>
public sealed record AuditedNumber(string Name, string PhoneNumberId, string WabaId, [property: Secret] string AccessToken);

/// <summary>A number's access token for the audit trail, which names it only.</summary>
public sealed record AuditedAccessToken([property: Secret] string AccessToken);
