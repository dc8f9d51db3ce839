namespace Balcao.Contract;

/// <summary>An update from WhatsApp that failed by itself and waits to be tried again. What it says is nobody's business here.</summary>
/// <param name="TenantId">Null: its number is nobody's.</param>
/// <param name="Error">Type and code of the failure.</param>
public sealed record SetAsideItem(Guid Id, TenantId? TenantId, DateTimeOffset ReceivedAt, string? PhoneNumberId, string Error);

/// <summary>A WhatsApp number that webhooks come for and nobody has. They are kept, and delivered when it is released.</summary>
/// <param name="Display">As WhatsApp writes it, where it does.</param>
/// <param name="Updates">How many came, repetitions included.</param>
public sealed record UnknownNumberItem(string PhoneNumberId, string? WabaId, string? Display, int Updates, DateTimeOffset Since, DateTimeOffset LastAt);
