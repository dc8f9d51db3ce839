namespace Balcao.Contract;

public enum ConsentState { Granted, Stopped }

/// <summary>WhatsAppPreference: chosen in WhatsApp itself. SendRefused: WhatsApp refused a marketing message because the customer had stopped them.</summary>
public enum ConsentSource { WhatsAppPreference, SendRefused }

/// <param name="At">When the customer decided so, as far as WhatsApp says.</param>
public sealed record MarketingConsentItem(ConsentState State, DateTimeOffset At, ConsentSource Source);
