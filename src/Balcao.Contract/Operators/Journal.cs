namespace Balcao.Contract;

/// <summary>An update that failed even by itself and waits for a retry. Its content is not shown to operators.</summary>
/// <param name="TenantId">Null: no tenant has its number.</param>
/// <param name="Error">Type and code of the failure.</param>
public sealed record SetAsideItem(Guid Id, TenantId? TenantId, DateTimeOffset ReceivedAt, string? PhoneNumberId, string Error);

/// <summary>
/// A WhatsApp number for which updates arrive but which no tenant has. They are kept, and processed when it is released.
/// </summary>
/// <param name="Display">The phone as WhatsApp writes it; null if WhatsApp did not send it.</param>
/// <param name="Updates">The number of updates received, repeated ones included.</param>
public sealed record UnknownNumberItem(string PhoneNumberId, string? WabaId, string? Display, int Updates, DateTimeOffset Since, DateTimeOffset LastAt);
