using Balcao.Contract;

namespace Balcao.Plans;

/// <summary>The price of service, in thousandths of a credit.</summary>
public readonly record struct Credits(long Thousandths) : IComparable<Credits>
{
    public static Credits Zero => default;

    public static Credits One { get; } = new(1000);

    /// <summary>Null if it has more than three decimals.</summary>
    public static Credits? Of(decimal credits) => decimal.Truncate(credits * 1000) == credits * 1000 ? new((long)(credits * 1000)) : null;

    public decimal ToDecimal() => Thousandths / 1000m;

    public int CompareTo(Credits other) => Thousandths.CompareTo(other.Thousandths);

    public static bool operator <(Credits left, Credits right) => left.Thousandths < right.Thousandths;

    public static bool operator >(Credits left, Credits right) => left.Thousandths > right.Thousandths;

    public static bool operator <=(Credits left, Credits right) => left.Thousandths <= right.Thousandths;

    public static bool operator >=(Credits left, Credits right) => left.Thousandths >= right.Thousandths;

    public static Credits operator +(Credits left, Credits right) => new(checked(left.Thousandths + right.Thousandths));

    public static Credits operator -(Credits left, Credits right) => new(checked(left.Thousandths - right.Thousandths));

    public static Credits operator -(Credits credits) => new(checked(-credits.Thousandths));
}

public static class TermsExtensions
{
    extension(PlanTerms terms)
    {
        /// <summary>The price of one message of a type; a type without a price costs one credit.</summary>
        public Credits PriceOf(ChargeType type) =>
            terms.Tariff.FirstOrDefault(item => item.Type == type) is { } item ? new((long)(item.Credits * 1000)) : Credits.One;
    }
}
