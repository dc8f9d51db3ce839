namespace Balcao.Plans;

/// <summary>The price of service, in thousandths of a credit.</summary>
public readonly record struct Credits(long Thousandths)
{
    public static Credits One { get; } = new(1000);

    public static Credits operator +(Credits left, Credits right) => new(checked(left.Thousandths + right.Thousandths));

    public static Credits operator -(Credits left, Credits right) => new(checked(left.Thousandths - right.Thousandths));

    public static Credits operator -(Credits credits) => new(checked(-credits.Thousandths));
}
